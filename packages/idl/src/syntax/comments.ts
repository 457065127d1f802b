/**
 * `line` up to its comment. A `#` inside a quoted default or constant is text (rosidl cuts there too, and then fails on the open
 * quote). A quote counts only where a value can start, so that an apostrophe in plain text hides nothing.
 */
export function stripComment(line: string): string {
  let quote: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (quote !== undefined) {
      if (character === '\\') i++;
      else if (character === quote) quote = undefined;
    } else if (character === '#') {
      return line.slice(0, i);
    } else if ((character === '"' || character === "'") && /[\s=[,]/.test(line[i - 1] ?? '') && closes(line, i)) {
      quote = character;
    }
  }
  return line;
}

/** Whether the quote at `start` is closed later in the line. */
function closes(line: string, start: number): boolean {
  for (let i = start + 1; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === line[start]) return true;
  }
  return false;
}
