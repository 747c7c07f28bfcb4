/** The labels of a tag file in order; a label may occur more than once. */
export type Tags = readonly (readonly [label: string, value: string])[]

/** The declaration that begins every bag (RFC 8493, 2.1.1). */
export const bagDeclaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

/** A tag file such as `bag-info.txt` (RFC 8493, 2.2.2); line ends in a value become spaces. */
export function tagsText(tags: Tags): string {
  return tags
    .map(([label, value]) => `${label}: ${value.replaceAll(/\s+/g, ' ').trim()}\n`)
    .join('')
}

export function parseTags(text: string): Tags {
  const tags: [string, string][] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '') continue
    const last = tags.at(-1)
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line) && last) last[1] += ` ${line.trim()}`
    else if (colon > 0 && !/^\s|[\u2028\u2029]/.test(line))
      tags.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trimStart()])
    else throw new SyntaxError(`"${line.slice(0, 80)}" is not a label with a value`)
  }
  return tags
}

export function tagOf(tags: Tags, wanted: string): string | undefined {
  return tags.find(([label]) => label.toLowerCase() === wanted.toLowerCase())?.[1]
}
