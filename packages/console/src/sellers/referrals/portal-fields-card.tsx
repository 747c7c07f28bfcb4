import type { ReferralDraft } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, CopyButton, More, QueryStatus, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useItems, useTemplates, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'
import { useApprovedClaims } from './use-approved-claims.ts'

type PortalFieldsCardProps = { referral: ReferralDetailView; draft: ReferralDraft }

/** The fields of the portal into which a data sheet is keyed, in its order, each to be copied; absent for a dossier. */
export function PortalFieldsCard(props: PortalFieldsCardProps): ReactNode {
  const templates = useTemplates()
  const template = templates.data?.find(({ id }) => id === props.referral.template)
  if (template?.kind !== 'data-sheet') return null
  // Lines without a source, and those about a border, are no fields of the portal.
  const lines = template.lines.filter(
    ({ section, sources }) => sources.length > 0 && section !== 'transfer',
  )
  return <Fields {...props} lines={lines} portal={template.portal ?? ''} />
}

type FieldsProps = PortalFieldsCardProps & {
  lines: readonly { id: string; label: string }[]
  portal: string
}

function Fields({ referral, draft, lines, portal }: FieldsProps): ReactNode {
  const { t } = useText()
  const textsOf = usePortalTexts(referral, draft)
  const listings = useItems(referral.id, 'listing')
  return (
    <Card
      title={t('dossier.portal', { portal })}
      lead={t('dossier.portal.description')}
      actions={
        <CopyButton
          size="compact-sm"
          of={t('dossier.portal', { portal })}
          text={lines.map(({ id, label }) => `${label}\n${textsOf(id).join('\n')}`).join('\n\n')}
        />
      }
    >
      {!listings.isSuccess && <QueryStatus query={listings} />}
      <ol className={styles.fieldsOfPortal}>
        {lines.map(({ id, label }) => {
          const texts = textsOf(id)
          return (
            <li key={id} aria-label={label}>
              <div className={styles.between}>
                <strong>{label}</strong>
                {texts.length > 0 ? (
                  <CopyButton size="compact-sm" text={texts.join('\n')} of={label} />
                ) : (
                  <StateMark tone="waiting">{t('dossier.expected.lacks')}</StateMark>
                )}
              </div>
              {texts.map((text, place) => (
                <p key={place} className={`${styles.words} stranger`} dir="auto">
                  <VisibleText text={text} />
                </p>
              ))}
            </li>
          )
        })}
      </ol>
      <More pages={listings} />
    </Card>
  )
}

/** What each field of the portal gets, by the line of the template; nothing where the draft has nothing. */
function usePortalTexts(
  { id, documents }: ReferralDetailView,
  draft: ReferralDraft,
): (line: string) => string[] {
  const { t, list } = useText()
  const claims = useApprovedClaims()
  const listings = useItems(id, 'listing').data?.pages.flatMap(({ items }) => items) ?? []
  const { complainant, examination, genuineUnitValue, places, particulars, rights } = draft
  const contact = complainant && contactText(complainant.contact)
  const titles = new Map(documents.map((one) => [one.id, one.title]))
  const known: Record<string, (string | null | undefined)[]> = {
    applicant: [complainant?.name, contact],
    'legal-contact': [contact],
    'technical-contact': [complainant?.witness && contactText(complainant.witness)],
    rights: rights.map(({ kind, claim, mark, niceClasses, territory }) => {
      const { office, number, owner } = claims.data?.find((one) => one.id === claim) ?? {}
      return joined([
        t(`dossier-right.${kind}`),
        mark,
        joined([office, number], ' '),
        niceClasses.join(', '),
        owner,
        list(territory),
      ])
    }),
    'register-extract': rights.map(({ extract }) => extract && titles.get(extract)),
    'genuine-features': [examination?.statement],
    comparison: documents
      .filter(({ purpose }) => purpose === 'comparison')
      .map(({ title }) => title),
    'genuine-value': [
      genuineUnitValue && `${genuineUnitValue.amount} ${genuineUnitValue.currency}`,
    ],
    'known-counterfeits': listings.map(({ title, url }) => joined([title, url], ' – ')),
    places: places.map(({ kind, address, country }) =>
      joined([t(`dossier-place.${kind}`), address, country]),
    ),
  }
  return (line) =>
    (known[line] ?? particulars.filter((one) => one.line === line).map(({ text }) => text)).filter(
      (text): text is string => typeof text === 'string' && text !== '',
    )
}

type Contact = NonNullable<ReferralDraft['complainant']>['contact']

function contactText({ name, email, phone, address }: Contact): string {
  return joined([name, email, phone, address])
}

function joined(parts: readonly (string | null | undefined)[], by = ' · '): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(by)
}
