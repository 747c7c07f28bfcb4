import type { IdentifierType } from '@touchstone/linkage'

const hidden = '•••'

/** What of a value may be shown before anyone has stated a purpose: enough to tell two of them apart in a list. */
export function maskIdentifier(type: IdentifierType, value: string): string {
  switch (type) {
    case 'card':
      return hidden
    case 'email': {
      const at = value.lastIndexOf('@')
      const suffix = value.slice(value.lastIndexOf('.'))
      return `${first(value)}${hidden}@${hidden}${at < 0 || suffix.length > 12 ? '' : suffix}`
    }
    case 'domain':
    case 'address':
      return `${first(value)}${hidden}`
    default:
      return `${first(value)}${hidden}${[...value].slice(-2).join('')}`
  }
}

/** The country of a number in international form, else the first letter. */
function first(value: string): string {
  const [letter = ''] = value
  return value.startsWith('+') ? value.slice(0, 3) : letter
}
