import { addMonths, type LocalDate } from '../calendar/index.ts'
import type { Provision, Rules } from '../regime/index.ts'

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

export type BuyersText = {
  /** For buyers whose contact details are known (Art. 32(1) DSA). */
  tell: string
  /** For the public, if contact details are missing (Art. 32(2) DSA). */
  publication: string
  /** Whether counsel has looked through the words. */
  reviewed: boolean
  lines: Pick<Provision, 'article' | 'verified'>[]
}

/**
 * The information for buyers of an illegal product: that it is illegal, who the trader is, and which redress exists.
 * Both texts say the same, to one buyer and to all; they are in English, and have not been reviewed.
 */
export function buyersText(rules: Rules, information: BuyerInformation): BuyersText {
  const { platform, product, awareOn } = information
  const from = addMonths(awareOn, -6)
  const listing = `the product offered on ${platform} as “${product}”`
  const [direct, published] = ['art-32-1', 'art-32-2'].map((id) => rules.provision(id))
  const reason = (line: Provision | undefined): string =>
    `We inform you under ${line?.article ?? ''} of Regulation (EU) 2022/2065.`
  return {
    tell: written([
      `${platform}: about a product that you bought`,
      `Between ${from} and ${awareOn} you bought ${listing}. ${reason(direct)}`,
      ...factsIn(information),
    ]),
    publication: written([
      `${platform}: about a product that was sold here`,
      `This is for everyone who bought ${listing} between ${from} and ${awareOn}. ${reason(published)}`,
      ...factsIn(information),
    ]),
    reviewed: false,
    lines: [direct, published].flatMap((line) =>
      line === undefined ? [] : [{ article: line.article, verified: line.verified }],
    ),
  }
}

function factsIn({ awareOn, law, trader, contact, court }: BuyerInformation): string[] {
  return [
    `What we decided\nOn ${awareOn} we became aware that this product is illegal.${law === undefined ? '' : ` It was decided under: ${law}`}`,
    `Who sold it\n${trader ?? 'We do not know the trader.'}`,
    [
      'What you can do',
      'You can contact the trader and ask for a refund.',
      'You can contact the consumer protection authority or a consumer organisation where you live.',
      ...(court === undefined ? [] : [`You can go to court: ${court}`]),
      ...(contact === undefined ? [] : [`You can contact us here: ${contact}`]),
    ].join('\n'),
  ]
}

function written(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}
