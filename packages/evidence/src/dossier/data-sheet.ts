import { styles, type DossierPages } from './dossier-pages.ts'
import type { Dossier } from './model.ts'
import { amountOf, contactOf, type Say, type WordKey } from './words.ts'

/** Most listings that a field names; the rest is in the workbook. */
const mostListings = 200

type Field = { line: string; label: Extract<WordKey, `field.${string}`>; texts: FieldTexts }
type FieldTexts = (dossier: Dossier, say: Say) => readonly (string | null)[]

const computed: readonly Field[] = [
  field('applicant', ({ complainant }) => [complainant.name, contactOf(complainant.contact)]),
  field('legal-contact', ({ sender }) => [sender.organisation, contactOf(sender.contact)]),
  field('technical-contact', ({ complainant: { expertWitness } }) => [
    expertWitness && contactOf(expertWitness),
  ]),
  field('rights', ({ rights }, say) =>
    rights.map(({ kind, mark, office, number, niceClasses, holder, territory }) =>
      [
        say(`right-kind.${kind}`),
        mark,
        `${office} ${number}`,
        niceClasses.join(', '),
        holder,
        territory.join(', '),
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ),
  ),
  field('register-extract', ({ rights }) => rights.map(({ extract }) => extract)),
  field('genuine-features', ({ examination }) => [examination?.statement ?? null]),
  field('comparison', ({ examination }) => examination?.comparisons ?? []),
  field('genuine-value', ({ scale }) => scale.genuineValue.map(amountOf)),
  field('known-counterfeits', ({ listings }, say) => [
    ...listings
      .slice(0, mostListings)
      .map(({ title, address }) => (address === null ? title : `${title} – ${address}`)),
    listings.length > mostListings ? say('more', { count: listings.length - mostListings }) : null,
  ]),
  field('places', ({ places }, say) =>
    places.map(({ kind, address, country }) =>
      [say(`place.${kind}`), address, country].filter((part) => part !== null).join(' · '),
    ),
  ),
]

function field(line: string, texts: FieldTexts): Field {
  return { line, label: `field.${line}` as Field['label'], texts }
}

/** The fields of the portal into which the template `eu-afa` is keyed, in its order. */
export const portalFields = [
  'applicant',
  'eori',
  'representative',
  'legal-contact',
  'technical-contact',
  'rights',
  'register-extract',
  'member-states',
  'cn-code',
  'genuine-features',
  'comparison',
  'packaging',
  'genuine-value',
  'makers-and-routes',
  'known-counterfeits',
  'places',
  'undertakings',
  'small-consignments',
] as const

/** Writes nothing but what is keyed into the portal; a field without content is named as missing. */
export function writePortalFields(pages: DossierPages, dossier: Dossier): void {
  const { say } = pages
  const { particulars = [], missing } = dossier
  pages.heading('data-sheet.fields')
  for (const line of portalFields) {
    const known = computed.find((one) => one.line === line)
    const texts = known?.texts(dossier, say).filter((text) => text !== null && text !== '') ?? []
    const answer = particulars.find((one) => one.line === line)
    const label = known
      ? say(known.label)
      : (answer?.label ?? missing.find((one) => one.line === line)?.label ?? line)
    pages.rule()
    if (answer !== undefined) pages.labelled(label, answer.text)
    else if (texts.length === 0) pages.labelled(label, say('missing'), styles.warning)
    else
      for (const [place, text] of texts.entries())
        pages.labelled(place === 0 ? label : '', text ?? '')
  }
  pages.paragraph(say('data-sheet.rest'), styles.small)
}
