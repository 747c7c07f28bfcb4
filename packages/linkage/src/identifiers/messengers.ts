import type { FoundIdentifier, IdentifierType } from './found-identifier.ts'

type Messenger = {
  type: IdentifierType
  /** What names the messenger; it must stand before the account. */
  cue: RegExp
  /** Accounts by the messenger’s own rules. */
  account: RegExp
  /** True if a word of letters alone may be an account after this cue. */
  isNamed(cue: string): boolean
}

const explicit = /[:：=@]\s*$|(?:号|id|号码|账号|帐号)[\s:：=]*$/u
const always = (): boolean => true
const whereExplicit = (cue: string): boolean => explicit.test(cue)

/** What may stand between the name of a messenger and the account. */
const filler =
  /\s?(?:号码|账号|号|群|频道|канал|channel|id(?![a-z]))?\s?(?:是|为|is(?![a-z]))?[\s:：=>~\-❤♥@]{0,6}/uy

const messengers: readonly Messenger[] = [
  {
    type: 'wechat',
    cue: /微信|微訊|薇信|威信|威芯|微芯|维信|薇芯|徽信|卫星|v信|we ?chat|weixin|wei xin|(?<![a-z])[wv]x(?![a-z])|(?<![a-z])v(?=[:：])|[微薇威v]\s?[❤♥💓💗]/gu,
    account: /^[a-z][a-z0-9_-]{5,19}(?![a-z0-9_@.-])/,
    isNamed: whereExplicit,
  },
  {
    type: 'wechat',
    cue: /[加添+](?:加|个|我|我的|一下)?\s?(?:[微薇威徽]信?|v(?![a-z]))/g,
    account: /^[a-z][a-z0-9_-]{5,19}(?![a-z0-9_@.-])/,
    isNamed: whereExplicit,
  },
  {
    type: 'qq',
    cue: /(?<![a-z])q ?q|扣扣|企鹅|球球|(?<![a-z])q(?=号)/g,
    account: /^[1-9](?:[-. ]?[0-9]){4,10}(?![0-9a-z])/,
    isNamed: always,
  },
  {
    type: 'telegram',
    cue: /telegram|тел(?:е|ега)грамм?|телега|(?<![a-z])tg(?![a-z])|电报|纸飞机|تليجرام|تلغرام/g,
    account: /^[a-z][a-z0-9_]{4,31}(?![a-z0-9_@])/,
    isNamed: whereExplicit,
  },
  {
    type: 'line',
    cue: /(?<![a-z-])line(?: ?id)?(?![a-z])|ไลน์|ไอดีไลน์|加赖|加賴/g,
    account: /^[a-z0-9][a-z0-9._-]{3,19}(?![a-z0-9@])/,
    isNamed: (cue) => /id|@$|ไลน์|加/.test(cue),
  },
  {
    type: 'instagram',
    cue: /(?<![a-z])(?:instagram|insta|ig)(?=(?: ?id)?\s?[:：=@>])/g,
    account: /^[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_](?![a-z0-9@])/,
    isNamed: whereExplicit,
  },
]

/** Words that follow the name of a messenger and are no accounts. */
const words =
  /^(?:accepted|account|available|business|channel|contact|customer|details|discount|friends?|groups?|hours?|image|message|mobile|number|official|online|orders?|payments?|photos?|please|pictures?|products?|service|sticker|stickers|stories|support|welcome|whatsapp|wechat|telegram|instagram|facebook|moments|mini-?program|video|width|length|cotton|leather|design|shipping|free|style|dress|shirt|skirt|fishing|premium|edition|phone|tidak|untuk|dengan|sekarang|kami|admin|только|канал)$/

/** Accounts of messengers that are named before them. Numbers of phones are found by `findPhoneNumbers`. */
export function findMessengers(text: string): FoundIdentifier[] {
  return messengers.flatMap(({ type, cue, account, isNamed }) =>
    [...text.matchAll(cue)].flatMap(({ 0: word, index }): FoundIdentifier[] => {
      filler.lastIndex = index + word.length
      const named = word + (filler.exec(text)?.[0] ?? '')
      const start = index + named.length
      const written = account.exec(text.slice(start, start + 40))?.[0].replace(/[._-]{1,20}$/, '')
      if (written === undefined || words.test(written)) return []
      const value = type === 'qq' ? written.replaceAll(/\D/g, '') : written
      if (!/[0-9_]/.test(value) && !isNamed(named)) return []
      return [{ type, value, start, end: start + written.length }]
    }),
  )
}
