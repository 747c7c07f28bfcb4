export const identifierTypes = [
  'phone',
  'email',
  'domain',
  'whatsapp',
  'wechat',
  'qq',
  'telegram',
  'line',
  'instagram',
  'facebook',
  'tiktok',
  'bank-account',
  'card',
  'payee',
  'tax-number',
  'business-licence',
  'address',
  'picture-owner',
  'tracking-prefix',
  'device',
] as const
export type IdentifierType = (typeof identifierTypes)[number]

/** An identifier in a text: its normalised value, and its place in units of the text. */
export type FoundIdentifier = { type: IdentifierType; value: string; start: number; end: number }

/** What a text is read with. */
export type ReadingContext = {
  /** Countries whose phone numbers may be written without a prefix, the likeliest first (ISO 3166-1 alpha-2). */
  countries: readonly string[]
}
