// How a specification is cited: `RTPS 2.5 §8.4.2`. Always with the version, because numbering moved between versions.
// Further sections of the same version may follow: `RTPS 2.5 §8.4.2.1, §8.4.2.2 and §9.6`.

/** Names of the specifications, and of this repository's own documents, whose sections are cited. */
const specifications = ['RTPS', 'DDS', 'XTypes', 'DDS-XTypes', 'DDS-RPC', 'DDS-Security', 'IDL', 'REP', 'RFC', 'YAML'];
const section = '§\\s?[0-9A-Z][0-9A-Za-z.]*(?:–[0-9.]+)?';
const name = specifications.join('|');
const cite = new RegExp(`\\b(${name}) (\\d[0-9.]*) (${section}(?:(?:, | and |, and | to )${section})*)`, 'g');
/** Documents that carry no version, or carry it in their address: this repository's own, and what a URL names. */
const document = new RegExp(`(?:ARCHITECTURE(?:\\.md)?|https?://\\S+) ${section}`, 'g');

/** Comment lines as one running text, for a cite may run over the end of a line. */
export function flatten(text) {
  return text.replace(/\s*\n\s*(\*(?!\/)|\/\/)?\s*/g, ' ');
}

/** All well-formed cites of `text`: specification, version, section. */
export function citesIn(text) {
  const found = [];
  for (const match of text.matchAll(cite)) {
    for (const [sign] of match[3].matchAll(new RegExp(section, 'g'))) {
      found.push({ specification: match[1], version: match[2], section: sign.replace(/^§\s?/, '').replace(/\.$/, '') });
    }
  }
  return found;
}

/** What is left of `text` that looks like a cite and names no specification with a version; undefined when nothing is. */
export function unversionedCiteIn(text) {
  const rest = text.replace(cite, '').replace(document, '');
  return /(?:\S+\s+)?§\s?\S+/.exec(rest)?.[0];
}
