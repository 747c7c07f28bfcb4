/** Small letters without accents, words separated by single spaces, no punctuation. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .normalize('NFC')
}

/** Small letters and digits alone. */
export function plainSigns(text: string): string {
  return plainWords(text).replaceAll(' ', '')
}

export function digitsOf(text: string): string {
  return text.normalize('NFKC').replaceAll(/\D+/g, '')
}

/** A date as its eight digits, year first; '' if it states no whole date. */
export function dateDigits(text: string): string {
  const digits = digitsOf(text)
  if (/^\d{4}\D/.test(text.trim())) {
    const [, year = '', month = '', day = ''] =
      /^(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2}))?/.exec(text.trim()) ?? []
    return year === '' ? digits : year + month.padStart(2, '0') + day.padStart(2, '0')
  }
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})\D+(\d{1,2})\D+(\d{4})/.exec(text.trim()) ?? []
  return year === '' ? digits : year + month.padStart(2, '0') + day.padStart(2, '0')
}
