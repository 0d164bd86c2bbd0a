/** What is read aloud: sentences out of what a page shows, in pieces that the voice takes. */
const MOST_LETTERS = 280;
/** A full stop ends a sentence where a space or nothing follows; in 1.5 it does not. */
const SENTENCE = /(?:[^。！？；!?.]|\.(?!\s|$))+(?:[。！？；!?]+|\.\s*)?/g;
const ENDS = /[。！？；!?.]/;

/** @param {(string | null | undefined | false)[]} parts */
function spoken(parts) {
  return parts
    .filter(Boolean)
    .map((one) => String(one).trim())
    .filter(Boolean)
    .map((one) => (ENDS.test(one[one.length - 1]) ? one : `${one}。`))
    .join('')
    .replace(/([，：])。/g, '$1');
}

/** The text in pieces of whole sentences; a sentence that is too long is cut. @param {string} text */
function pieces(text) {
  /** @type {string[]} */
  const found = [];
  let piece = '';
  for (const sentence of text.match(SENTENCE) || []) {
    if (piece && piece.length + sentence.length > MOST_LETTERS) {
      found.push(piece);
      piece = '';
    }
    piece += sentence;
    while (piece.length > MOST_LETTERS) {
      found.push(piece.slice(0, MOST_LETTERS));
      piece = piece.slice(MOST_LETTERS);
    }
  }
  return piece ? [...found, piece] : found;
}

/** A block of a reply in words. @param {any} block @returns {string} */
function blockWords(block) {
  switch (block.kind) {
    case 'people':
      return spoken([block.label, ...block.cards.map(cardWords)]);
    case 'urgent':
      return spoken([block.title, ...block.lines]);
    case 'checklist':
      return spoken([block.title, ...block.entries]);
    case 'status':
      return spoken(
        block.rows.map((/** @type {any} */ row) => `${row.name}，${row.state_label}。${row.next_step}`),
      );
    case 'working':
    case 'link':
      return '';
    default:
      return spoken([block.text]);
  }
}

/** @param {any} card */
function cardWords(card) {
  return spoken([`${card.name}，${card.verdict_label}`, card.amount, card.reason]);
}

/** @param {any} question */
function questionWords(question) {
  if (!question) return '';
  return spoken([question.text, question.why, ...question.choices.map((/** @type {any} */ one) => one.label)]);
}

/** A part of a page in words. @param {any} part @returns {string} */
function partWords(part) {
  switch (part.kind) {
    case 'words':
      return part.tone === 'source' ? '' : spoken([part.text]);
    case 'heading':
    case 'done':
      return spoken([part.text]);
    case 'note':
      return spoken([part.text, ...part.entries]);
    case 'number':
      return spoken([part.label, part.number]);
    case 'bullets':
      return spoken([part.title, ...part.entries]);
    case 'timeline':
      return spoken(part.steps.map((/** @type {any} */ one) => `${one.label}，${one.detail}`));
    case 'doors':
      return spoken([part.title, ...part.doors.map((/** @type {any} */ one) => one.name)]);
    case 'rows':
      return spoken([part.title, ...part.rows.map((/** @type {any} */ row) => `${row.label}，${row.words}`)]);
    case 'choices':
      return spoken([part.heading ? '' : part.label, part.hint, ...part.choices.map(choiceWords)]);
    case 'field':
      return spoken([part.heading ? '' : part.label, part.hint]);
    case 'tick':
    case 'hand':
      return spoken([part.label]);
    case 'members':
      return spoken(part.members.map((/** @type {any} */ one) => one.name));
    case 'deed':
      return spoken([part.title, ...part.paragraphs]);
    default:
      return '';
  }
}

/** @param {any} one */
const choiceWords = (one) => (one.about ? `${one.label}，${one.about}` : one.label);

module.exports = { spoken, pieces, blockWords, questionWords, partWords };
