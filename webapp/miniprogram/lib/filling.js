/** A form out of the parts of a page: what stands in it at first, and what goes back. */

/** Which keyboard of the phone belongs to what is asked. @type {{[input: string]: string}} */
const KEYBOARDS = { number: 'digit', phone: 'number', id: 'idcard', card: 'number' };

/** @typedef {{[name: string]: string | string[]}} Form */

/** What the parts of a page say at first. @param {any[]} parts @returns {Form} */
function formOf(parts) {
  /** @type {Form} */
  const form = {};
  parts.forEach((part) => {
    if (part.kind === 'folded') Object.assign(form, formOf(part.parts));
    else if (part.kind === 'choices') form[part.name] = part.chosen;
    else if (part.kind === 'tick') form[part.name] = part.checked ? 'yes' : '';
    else if (part.kind === 'field' || part.kind === 'carried') form[part.name] = part.value;
  });
  return form;
}

/** The parts with what was filled in since, and what is wrong. @param {any[]} parts @param {Form} form @param {{[field: string]: string}} errors @returns {any[]} */
function filled(parts, form, errors) {
  return parts.map((part) => {
    if (part.kind === 'folded') {
      const inner = filled(part.parts, form, errors);
      return { ...part, parts: inner, open: inner.some((one) => one.error) };
    }
    if (!part.name) return part;
    const value = form[part.name];
    const now = { ...part, error: errors[part.name] || '' };
    if (part.kind === 'choices') return { ...now, chosen: value || [] };
    if (part.kind === 'tick') {
      return { ...now, choices: [{ value: 'yes', label: part.label }], chosen: value === 'yes' ? ['yes'] : [] };
    }
    if (part.kind !== 'field') return now;
    return { ...now, value: value || '', keyboard: KEYBOARDS[part.input] || 'text' };
  });
}

module.exports = { formOf, filled };
