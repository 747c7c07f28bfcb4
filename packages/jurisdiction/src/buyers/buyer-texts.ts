import { addMonths, type LocalDate } from '../calendar/index.ts'
import { buyerTextIn, type BuyerLanguage } from '../locales/index.ts'
import type { Provision, Rules } from '../regime/index.ts'
import { wordDraftedIn } from '../statement/index.ts'

export type BuyerInformation = {
  platform: string
  /** The listing, by its title if known, as it was offered. */
  product: string
  awareOn: LocalDate
  /** The law under which it was declared illegal; without it the decision is stated alone. */
  law?: string
  /** The seller, as far as known. */
  trader?: string
  /** Where the platform is written to, and which courts there are. */
  contact?: string
  court?: string
}

type InEachLanguage = Readonly<Record<BuyerLanguage, string>>

export type BuyersText = {
  /** For buyers whose contact details are known (Art. 32(1) DSA). */
  tell: InEachLanguage
  /** For the public, if contact details are missing (Art. 32(2) DSA). */
  publication: InEachLanguage
  /** Whether counsel has looked through the words. */
  reviewed: boolean
  lines: Pick<Provision, 'article' | 'verified'>[]
}

/**
 * The information for buyers of an illegal product: that it is illegal, who the trader is, and which redress exists.
 * Both texts say the same, to one buyer and to all; they have not been reviewed in any language.
 */
export function buyersText(rules: Rules, information: BuyerInformation): BuyersText {
  const [direct, published] = ['art-32-1', 'art-32-2'].map((id) => rules.provision(id))
  const write = (kind: 'direct' | 'publication', line: Provision | undefined): InEachLanguage => {
    const writeIn = (language: BuyerLanguage): string =>
      letterIn(language, information, { kind, article: line?.article ?? '' })
    return { en: writeIn('en'), id: writeIn('id'), zh: writeIn('zh') }
  }
  return {
    tell: write('direct', direct),
    publication: write('publication', published),
    reviewed: false,
    lines: [direct, published].flatMap((line) =>
      line === undefined ? [] : [{ article: line.article, verified: line.verified }],
    ),
  }
}

function letterIn(
  language: BuyerLanguage,
  { platform, product, awareOn, law, trader, contact, court }: BuyerInformation,
  { kind, article }: { kind: 'direct' | 'publication'; article: string },
): string {
  const t = buyerTextIn(language)
  const from = addMonths(awareOn, -6)
  const parts = [
    [t(`buyers.${kind}.title`, { platform })],
    [t(`buyers.${kind}`, { from, awareOn, platform, product, article })],
    [
      t('buyers.decided'),
      t('buyers.aware', { awareOn }),
      ...(law === undefined ? [] : [t('buyers.law', { law })]),
    ],
    [t('buyers.trader'), trader ?? t('buyers.trader.unknown')],
    [
      t('buyers.redress'),
      t('buyers.refund'),
      t('buyers.authority'),
      // Settings that were left as they came are sentences of the server.
      ...(court === undefined
        ? []
        : [t('buyers.court', { court: wordDraftedIn(court, language) })]),
      ...(contact === undefined
        ? []
        : [t('buyers.contact', { contact: wordDraftedIn(contact, language) })]),
    ],
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
