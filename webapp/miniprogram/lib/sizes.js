/** How large type is: 18 px, 24 px in 大字版, and larger where WeChat itself is set larger (关怀模式). */
const STANDARD = 18;
const LARGE = 24;
const LARGEST = 28;
/** WeChat's own sizes from this scale on are for people who see badly; 关怀模式 is about 1.4. */
const CARE = 1.25;

/**
 * @param {boolean | null} chosen what was pressed here, if anything
 * @param {number | undefined} scale WeChat's own scale, 1 where it has none
 */
function lookOf(chosen, scale) {
  const wanted = scale && scale > 0 ? scale : 1;
  const large = chosen === null ? wanted >= CARE : chosen;
  const least = large ? LARGE : STANDARD;
  const size = Math.min(Math.max(least, Math.round(large ? STANDARD * wanted : STANDARD)), LARGEST);
  return { large, size };
}

module.exports = { lookOf };
