/** The lines of NDJSON as values; a line that is not JSON becomes its text, which is no object. */
export function readLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line)
      } catch {
        return line
      }
    })
}
