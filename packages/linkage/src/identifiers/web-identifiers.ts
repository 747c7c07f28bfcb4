import { contactOf } from '@touchstone/recognition/contacts'
import { parse } from 'tldts'
import type { FoundIdentifier } from './found-identifier.ts'
import {
  ownPages,
  ownSubdomains,
  pictureOwners,
  profiles,
  sharedHosts,
  shopHosts,
} from './web-hosts.ts'

const email =
  /(?<![a-z0-9._%+-])([a-z0-9][a-z0-9._%+-]{0,63}) ?@ ?([a-z0-9](?:[a-z0-9-]{0,62})(?: ?\. ?[a-z0-9-]{1,62}){1,4})(?![a-z0-9@])/g

/** The suffix of invented hosts (RFC 2606), which nobody can have. */
const invented = 'example'

/** E-mail addresses whose host can exist, without what changes nothing about who reads them. */
export function findEmails(text: string): FoundIdentifier[] {
  return [...text.matchAll(email)].flatMap(
    ({ 0: whole, 1: local = '', 2: written = '', index }) => {
      const host = written.replaceAll(' ', '')
      const { domain, isIcann, publicSuffix } = parse(host)
      if (domain === null || !(isIcann === true || publicSuffix === invented)) return []
      const name = local.replace(/\+.*/, '')
      const plain = /^(?:gmail|googlemail)\./.test(host) ? name.replaceAll('.', '') : name
      const value = `${plain}@${host}`
      return [{ type: 'email', value, start: index, end: index + whole.length } as const]
    },
  )
}

const address =
  /(?<![a-z0-9@._-])(https?:\/\/)?(?:[a-z0-9_-]{1,63}\.){1,5}[a-z]{2,18}(?![a-z0-9@_-])(?:(?::\d{2,5})?[/?#][^\s"'<>，。；、）)]{0,300})?/g

/** Suffixes that follow a full stop without a space in ordinary text, as words. */
const wordSuffixes = new Set(
  'in it is me to so no be at as my by pm am do us de la co id pro top one new best sale free cool fit run beauty fashion style watch shoes bike toys gold vip link click zip mov live life love art bar team world today now ink wiki red blue black pink green'.split(
    ' ',
  ),
)

/** A word that a dot divides, as sellers write names that filters look for; or a number. */
const isDividedWord = /^(?:[a-z]\.|\d+\.|[a-z]{2,3}\.[a-z]{2}$)/

/** Domains of sellers, shops on shared hosts, profiles, and what invitations lead to. */
export function findWebAddresses(text: string): FoundIdentifier[] {
  return [...text.matchAll(address)].flatMap(
    ({ 0: whole, 1: scheme, index }): FoundIdentifier[] => {
      const place = { start: index, end: index + whole.length }
      const url = whole.replace(/^https?:\/\//, '')
      for (const [type, pattern] of profiles) {
        const value = pattern.exec(url)?.[1]
        if (value !== undefined && value.length < 50 && !ownPages.test(value))
          return [{ type, value, ...place }]
      }
      const contact = contactOf(whole)
      if (contact !== undefined && contact.type !== 'address') {
        const isNumber = contact.type === 'whatsapp' && /^\d+$/.test(contact.value)
        return [
          { type: contact.type, value: isNumber ? `+${contact.value}` : contact.value, ...place },
        ]
      }
      const host = url.replace(/[:/?#].*/, '')
      const value = shopDomain(host)
      if (value === undefined) return []
      const suffix = host.slice(host.lastIndexOf('.') + 1)
      const isWritten = scheme !== undefined || host.startsWith('www.') || url.length > host.length
      const isWord = wordSuffixes.has(suffix) && host.split('.').length === 2
      if (!isWritten && (isWord || isDividedWord.test(host))) return []
      return [{ type: 'domain', value, ...place }]
    },
  )
}

/** The domain that one owner holds: below a shared host its subdomain; undefined for the hosts themselves. */
export function shopDomain(host: string): string | undefined {
  const plain = host.toLowerCase().replace(/^www\./, '')
  const shared = shopHosts.find((one) => plain.endsWith(`.${one}`))
  if (shared !== undefined) {
    const [shop = ''] = plain
      .slice(0, -shared.length - 1)
      .split('.')
      .slice(-1)
    return ownSubdomains.has(shop) ? undefined : `${shop}.${shared}`
  }
  const { domain, isIcann, isPrivate, publicSuffix } = parse(plain, { allowPrivateDomains: true })
  if (domain === null || !(isIcann === true || isPrivate === true || publicSuffix === invented))
    return undefined
  return sharedHosts.has(domain) ? undefined : domain
}

/** The account that uploaded a picture, where its address carries it. */
export function findPictureOwner(url: string): FoundIdentifier | undefined {
  const site = /^(?:https?:)?\/\/[a-z0-9.-]{0,80}\b([a-z]{4,12})\.com\//i
    .exec(url)?.[1]
    ?.toLowerCase()
  for (const [host, pattern] of pictureOwners) {
    const match = host === site ? pattern.exec(url) : null
    const owner = match?.[1]
    if (match === null || owner === undefined) continue
    const start = url.indexOf(owner, match.index)
    return { type: 'picture-owner', value: `${host}:${owner}`, start, end: start + owner.length }
  }
  return undefined
}
