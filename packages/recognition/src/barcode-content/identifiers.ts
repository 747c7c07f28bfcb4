import type { PictureReading, Seller } from '#contract'

/** An identifier of a seller, as the contract has them. */
export type Identifier = Pick<NonNullable<Seller['identifiers']>[number], 'type' | 'value'>

/** Codes that invite contact or payment elsewhere; the first group is the contact or payee. */
const invitations: [type: Identifier['type'], pattern: RegExp][] = [
  ['whatsapp', /^(?:https?:\/\/)?(?:www\.)?wa\.me\/(?:message\/)?\+?([\w-]+)/i],
  ['whatsapp', /^(?:https?:\/\/)?api\.whatsapp\.com\/send\/?\?.*?phone=\+?(\d+)/i],
  ['whatsapp', /^whatsapp:\/\/send\/?\?.*?phone=\+?(\d+)/i],
  ['wechat', /^(?:https?:\/\/)?u\.wechat\.com\/([\w-]+)/i],
  ['wechat', /^(?:https?:\/\/)?weixin\.qq\.com\/[rg]\/([\w-]+)/i],
  ['wechat', /^weixin:\/\/(?:\S*[^\w\s-])?([\w-]+)$/i],
  ['telegram', /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\/(\+?[\w-]+)/i],
  ['qq', /^(?:https?:\/\/)?(?:qm\.qq\.com\/(?:cgi-bin\/qm\/qr\?.*?k=|q\/))([\w-]+)/i],
  ['payee', /^(wxp:\/\/[\w-]+)/i],
  ['payee', /^(?:https?:\/\/)?qr\.alipay\.com\/([\w-]+)/i],
  ['phone', /^(?:tel|sms|smsto):([+\d][\d\s().-]{4,})/i],
  ['email', /^(?:mailto:|MATMSG:TO:)([^\s?;]+@[^\s?;]+)/i],
]
/** Visiting cards hold several lines. */
const cardPhone = { label: /\bTEL/gi, value: /[+\d][\d\s().-]{4,}/y }
const cardEmail = { label: /\bEMAIL/gi, value: /[^\s;@]{1,64}@[^\s;]+/y }

/** The contact or payee in a code's text; undefined if it contains none. */
export function contactOf(text: string): Identifier | undefined {
  for (const [type, pattern] of invitations) {
    const value = pattern.exec(text)?.[1]
    if (value !== undefined) return { type, value: value.trim() }
  }
  if (!/^(BEGIN:VCARD|MECARD:)/i.test(text)) return undefined
  const phone = onCard(text, cardPhone)
  if (phone !== undefined) return { type: 'phone', value: phone.trim() }
  const email = onCard(text, cardEmail)
  return email === undefined ? undefined : { type: 'email', value: email }
}

/** The text after the colon in a line of a visiting card: TEL;TYPE=CELL:+49 30 1234. One pass. */
function onCard(
  text: string,
  { label, value }: { label: RegExp; value: RegExp },
): string | undefined {
  label.lastIndex = 0
  for (let labelMatch = label.exec(text); labelMatch !== null; labelMatch = label.exec(text)) {
    const colon = text.indexOf(':', labelMatch.index)
    if (colon === -1) return undefined
    // Every label before this colon would lead to the same value.
    label.lastIndex = colon + 1
    if (text.slice(labelMatch.index, colon).includes('\n')) {
      label.lastIndex = text.indexOf('\n', labelMatch.index) + 1
      continue
    }
    value.lastIndex = colon + 1
    const labelled = value.exec(text)?.[0]
    if (labelled !== undefined) return labelled
  }
  return undefined
}

/**
 * Identifiers of the seller in the codes of pictures: contacts, payees, and linked domains. Each once, in the order
 * of the codes.
 */
export function identifiersIn(readings: readonly Pick<PictureReading, 'codes'>[]): Identifier[] {
  const identifiers = new Map<string, Identifier>()
  for (const { codes } of readings)
    for (const { text } of codes) {
      const identifier = contactOf(text) ?? domainOf(text)
      if (identifier !== undefined) identifiers.set(JSON.stringify(identifier), identifier)
    }
  return [...identifiers.values()]
}

function domainOf(text: string): Identifier | undefined {
  const host = /^https?:\/\/(?:[^/?#\s@]*@)?([a-z0-9.-]+\.[a-z0-9-]{2,})(?=[:/?#]|$)/i.exec(
    text,
  )?.[1]
  return host === undefined ? undefined : { type: 'domain', value: host.toLowerCase() }
}
