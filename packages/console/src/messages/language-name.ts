/** The name of a language in the reader’s own; a code that is no language tag, as others may write, stays as it is. */
export function languageName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
