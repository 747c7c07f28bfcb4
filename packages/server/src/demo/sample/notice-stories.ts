import type { Notice, ModerationSettingsInput } from '@touchstone/contract'

/** How far a notice of the sample has progressed; `ready`: decided and captured, and nobody has written it yet. */
export type NoticeEnd =
  | 'ready'
  | 'draft'
  | 'sent'
  | 'decided'
  | 'answered'
  | 'cleared'
  | 'withdrawn'

export type NoticeStory = {
  /** The listing, by its marketplace's id. */
  listing: string
  end: NoticeEnd
  title: string
  language: string
  /** Facts in the listing, without judgement. */
  reasons: string
  /** Further evidence; a draft still lacks it, its capture and its signatory. */
  shown?: string
  /** What the seller answers, with an invoice. */
  appeal?: SellerAppeal
}

type SellerAppeal = {
  words: string
  locale: string
  invoice: { title: string; author: string; paragraphs: readonly string[] }
}

/** Everything here is invented: listings, people, organisations and statements. */
export const noticeStories: readonly NoticeStory[] = [
  {
    listing: 'sample-en-0142',
    end: 'ready',
    title: 'Ostelle 24 handbag, “replica”',
    language: 'en',
    reasons: 'wording',
  },
  {
    listing: 'sample-en-0128',
    end: 'draft',
    title: 'Brivane tote, “mirror quality”',
    language: 'en',
    reasons: 'The title says “1:1” and “mirror quality”.',
  },
  {
    listing: 'sample-id-0020',
    end: 'sent',
    title: 'Dompet Lunsetta, “KW super”',
    language: 'id',
    reasons:
      'Judulnya menyebut “KW super”. Rumah mode kami tidak membuat dompet Lunsetta berwarna hitam dengan nama itu.',
    shown: 'Model ini tidak ada dalam katalog rumah mode.',
  },
  {
    listing: 'sample-en-0160',
    end: 'decided',
    title: 'Lunsetta wallet, “replica”',
    language: 'en',
    reasons: 'The title says “replica”. The brand did not license it.',
    shown: 'The brand’s catalog contains no Lunsetta wallet in dark brown.',
  },
  {
    listing: 'sample-zh-0056',
    end: 'answered',
    title: '皮带，“一比一”',
    language: 'zh',
    reasons: '标题写着“超A货 一比一”。权利人从未生产过米白色的这款皮带，也没有许可他人生产。',
    shown: '权利人的目录中没有这款皮带。',
    appeal: {
      words: '我从批发商处购入这些皮带，附上发票。我不知道这个名称受保护。',
      locale: 'zh',
      invoice: {
        title: 'Invoice 2026-118 (invented)',
        author: 'Lindegard Grosshandel',
        paragraphs: [
          'Sold by: Lindegard Grosshandel',
          '40 belts, off-white, 4.10 EUR each',
          'Total: 164.00 EUR',
        ],
      },
    },
  },
  {
    listing: 'sample-en-0194',
    end: 'cleared',
    title: 'Vintage Lunsetta wallet',
    language: 'en',
    reasons: 'The leather has another colour than the Lunsetta wallets in the catalog.',
    shown: 'The brand’s catalog contains no Lunsetta wallet in this colour.',
    appeal: {
      words: 'I bought it in the brand’s own shop in 2019 and carried it since. It has darkened.',
      locale: 'en',
      invoice: {
        title: 'Receipt 4418 (invented)',
        author: 'Velmoraq shop, Old Market 3',
        paragraphs: ['Velmoraq, Old Market 3', '1 Lunsetta wallet, cognac', 'Paid: 310.00 GBP'],
      },
    },
  },
  {
    listing: 'sample-en-0095',
    end: 'withdrawn',
    title: 'Ostelle Galaxia in olive',
    language: 'en',
    reasons: 'The title names the “Ostelle Galaxia” in olive.',
    shown: 'The brand’s catalog contains no Ostelle Galaxia in olive.',
  },
]

export const sampleModerationSettings: ModerationSettingsInput = {
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
  door: 'open',
  texts: {
    platform: 'Bazarune',
    complaints: 'https://bazarune.example/complaints',
    bodies: 'Any certified out-of-court dispute settlement body on the Commission’s list.',
    court: 'The courts of your seat, at any time.',
    territory: ['DE', 'FR', 'NL'],
  },
  sellerLink: { send: true, days: 184, locale: 'en' },
}

/** By someone without an account, with less than an organisation has to provide. */
export const anonymousNotice: Notice = {
  items: [
    {
      urls: ['https://market-c.example/item/vi-0042'],
      reasons: 'I bought these glasses. The name comes off with a fingernail.',
    },
  ],
  name: 'Ilse Marrowby',
  email: 'ilse@marrowby.example',
  goodFaith: true,
  ground: 'counterfeit',
}

export const legalGround = {
  kind: 'illegal',
  legalGround: 'Regulation (EU) 2017/1001, Article 9(2)(a)',
  why: 'The sign is identical to the registered mark and used on goods in its classes, without the holder’s consent.',
} as const

export const decisionReason =
  'The title says so itself, and the name on the goods is a registered mark.'

export const upheldReasons =
  'The receipt is from the brand’s own shop and names this wallet. Leather of this kind darkens with use.'
export const upheldSummary = 'The seller showed a receipt of the brand’s own shop for this wallet.'

export const withdrawalReason =
  'The seller bought the goods from the brand itself: the colour was made for one shop.'
