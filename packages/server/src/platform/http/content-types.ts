/** The type of a content-type header alone, in small letters. */
export function mediaTypeOf(type = ''): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}
