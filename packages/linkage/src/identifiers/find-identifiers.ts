import type { Listing } from '@touchstone/contract'
import { findBankAccounts, findIbans, findRegistrations } from './account-numbers.ts'
import { findAddresses, plainAddress } from './addresses.ts'
import type { FoundIdentifier, IdentifierType, ReadingContext } from './found-identifier.ts'
import { likelyCountries } from './likely-countries.ts'
import { findMessengers } from './messengers.ts'
import { findPhoneNumbers } from './phone-numbers.ts'
import { readableText } from './readable-text.ts'
import { findEmails, findPictureOwner, findWebAddresses, shopDomain } from './web-identifiers.ts'

/** An identifier of a seller, and where it stands: a field of the listing, and the span there in UTF-16 units. */
export type Occurrence = {
  type: IdentifierType
  value: string
  field: string
  start: number
  end: number
}

export type FindOptions = {
  /** A keyed digest. Card numbers are known by it alone. */
  seal(value: string): string
}

/** Finds the identifiers that a seller wrote into a listing or declared with it, in the order of the fields. */
export function findIdentifiers(listing: Listing, { seal }: FindOptions): Occurrence[] {
  const fields = textsOf(listing)
  const countries = likelyCountries(listing, fields.map(([, text]) => text).join('\n'))
  const found = fields.flatMap(([field, text]) =>
    findInText(text, { countries }).map((one): Occurrence => ({ ...one, field })),
  )
  for (const [place, { url }] of (listing.images ?? []).entries()) {
    const owner = url === undefined ? undefined : findPictureOwner(url)
    if (owner !== undefined) found.push({ ...owner, field: `images.${place}.url` })
  }
  for (const [place, declared] of (listing.seller?.identifiers ?? []).entries()) {
    const value = readDeclared(declared.type, declared.value, { countries })
    if (value === undefined) continue
    const field = `seller.identifiers.${place}.value`
    found.push({ ...value, field, start: 0, end: declared.value.length })
  }
  return found.map((one) => (one.type === 'card' ? { ...one, value: seal(one.value) } : one))
}

/** What the seller wrote; reviews are buyers’ words. */
function textsOf({
  title,
  description,
  attributes,
  variants,
  seller,
}: Listing): [string, string][] {
  const texts: [string, string | undefined][] = [
    ['title', title],
    ['description', description],
    ...Object.entries(attributes ?? {}).map(([name, text]): [string, string] => [
      `attributes.${name}`,
      text,
    ]),
    ...(variants ?? []).map(({ name }, place): [string, string | undefined] => [
      `variants.${place}.name`,
      name,
    ]),
    ['seller.name', seller?.name],
  ]
  return texts.flatMap(([field, text]) =>
    text === undefined || text === '' ? [] : [[field, text]],
  )
}

/** Identifiers in a text. Where two readings overlap, the surer one stays. */
export function findInText(original: string, context: ReadingContext): FoundIdentifier[] {
  const { text, starts, ends } = readableText(original)
  const surestFirst = [
    ...findRegistrations(text),
    ...findIbans(text),
    ...findEmails(text),
    ...findWebAddresses(text),
    ...findBankAccounts(text),
    ...findMessengers(text),
    ...findPhoneNumbers(text, context),
    ...findAddresses(text),
  ]
  const read = new Uint8Array(text.length)
  const kept = surestFirst.filter(({ start, end }) => {
    if (read.subarray(start, end).includes(1)) return false
    read.fill(1, start, end)
    return true
  })
  return kept
    .toSorted((a, b) => a.start - b.start)
    .map((one) => ({ ...one, start: starts[one.start] ?? 0, end: ends[one.end - 1] ?? 0 }))
}

/** A declared identifier in the form in which it is found in texts. */
function readDeclared(
  type: IdentifierType,
  value: string,
  context: ReadingContext,
): Pick<FoundIdentifier, 'type' | 'value'> | undefined {
  const { text } = readableText(value.trim())
  const plain = text.replaceAll(/\s+/g, '')
  if (plain === '') return undefined
  switch (type) {
    case 'phone':
    case 'whatsapp': {
      const [phone] = findPhoneNumbers(`tel ${text}`, context)
      return { type, value: phone?.value ?? plain }
    }
    case 'email':
      return { type, value: findEmails(text)[0]?.value ?? plain }
    case 'domain': {
      const domain = shopDomain(plain.replace(/^https?:\/\//, '').replace(/[:/?#].*/, ''))
      return domain === undefined ? undefined : { type, value: domain }
    }
    case 'address':
      return { type, value: plainAddress(value) }
    case 'bank-account': {
      const [card] = findBankAccounts(`bank ${text}`)
      return { type: card?.type ?? type, value: card?.value ?? plain.toUpperCase() }
    }
    case 'telegram':
    case 'wechat':
    case 'qq':
      return { type, value: plain.replace(/^@/, '') }
    case 'tax-number':
    case 'business-licence':
      return { type, value: plain.toUpperCase().replaceAll(/[^0-9A-Z]/g, '') }
    default:
      return { type, value: plain }
  }
}
