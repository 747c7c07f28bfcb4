/** IDs in a text of IDs or addresses of pages, one a line; undefined if a line contains none. */
export function subjectIds(text: string): string[] | undefined {
  const lines = text.split(/[\s,]+/).filter((line) => line !== '')
  const ids = lines.map((line) => uuid.exec(line)?.[0].toLowerCase())
  return ids.every((id) => id !== undefined) ? [...new Set(ids)] : undefined
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i
