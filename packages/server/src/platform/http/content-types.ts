/** The type of a content-type header alone, in small letters. */
export function mediaTypeOf(type = ''): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

const jsonTypes = [
  'application/json',
  'application/ld+json',
  'application/ndjson',
  'application/x-ndjson',
]

/** True for JSON in one value or in lines. */
export function isJsonType(type: string): boolean {
  return jsonTypes.includes(type)
}
