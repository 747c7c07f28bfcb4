const storedUnder = 'touchstone.check.secret'

/** Whether this browser holds the secret, which it does only with consent. */
export function hasConsented(): boolean {
  return localStorage.getItem(storedUnder) !== null
}

export function withdrawConsent(): void {
  localStorage.removeItem(storedUnder)
}

/** Makes the secret of this browser, unless it has one. */
export function consent(): void {
  if (hasConsented()) return
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  localStorage.setItem(storedUnder, [...bytes].join(' '))
}

/** GTIN and serial in a Digital Link or a bracketed code, so that both have one number. */
export function unitIn(code: string): string | undefined {
  const parts = URL.parse(code)?.pathname.split('/') ?? code.split(/[()]/)
  const values = new Map<string, string>()
  for (let at = parts.indexOf('01'); at >= 0 && at + 1 < parts.length; at += 2)
    values.set(parts[at] ?? '', parts[at + 1] ?? '')
  const [gtin = '', serial = ''] = [values.get('01'), values.get('21')]
  return /^\d{14}$/.test(gtin) && /^[\w.-]+$/.test(serial) ? `${gtin} ${serial}` : undefined
}

/** The number of this browser for one unit: it tells nothing of the number for another. Undefined without consent. */
export async function deviceFor(unit: string | undefined): Promise<string | undefined> {
  const secret = localStorage.getItem(storedUnder)
  if (secret === null || unit === undefined) return undefined
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${secret}\n${unit}`))
  const text = btoa(String.fromCharCode(...new Uint8Array(hash)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
