import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, ConfirmButton, FactList, Moment, StateMark } from '../../components/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { ItemDetails } from './item-details.tsx'
import { leaveOut } from './leave-out.ts'
import type { ReferralDetailView, ReferralItemView, ReferralPreviewView } from './queries.ts'
import styles from './referrals.module.css'
import { SectionLines } from './section-lines.tsx'
import type { Writing } from './use-referral-draft.ts'

type PreviewProps = {
  referral: ReferralDetailView
  preview: ReferralPreviewView
  /** Absent while the dossier is only read. */
  writing?: Writing
}

const shownAtFirst = 10

const sections = {
  account: ['accounts', 'accounts'],
  link: ['links', 'links'],
  listing: ['listings', 'listings'],
  unused: ['schedule', 'unused'],
} as const

/** What the dossier is made of, in its order. */
export function PreviewParts(props: PreviewProps): ReactNode {
  return (
    <>
      {props.preview.counts.listings === 0 && <NoListings />}
      <PreviewItems {...props} kind="account" />
      <PreviewItems {...props} kind="link" />
      <PreviewItems {...props} kind="listing" />
      <ScaleCard {...props} />
      <PriorStepsCard {...props} />
      <PreviewItems {...props} kind="unused" />
    </>
  )
}

/** Said before anything else: a recipient can do little with a dossier that reports nothing. */
function NoListings(): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.told} role="status">
      <strong>{t('dossier.empty')}</strong>
      <p>{t('dossier.empty.text')}</p>
    </div>
  )
}

/** The items of one kind as the dossier will list them. */
function PreviewItems({
  kind,
  referral,
  preview,
  writing,
}: PreviewProps & { kind: keyof typeof sections }): ReactNode {
  const { t, number } = useText()
  const [section, counted] = sections[kind]
  const count = preview.counts[counted]
  const [isWhole, setWhole] = useState(false)
  const known = preview.items.filter((item) => item.kind === kind)
  const own = isWhole ? known : known.slice(0, shownAtFirst)
  const isChosen = kind === 'account' || kind === 'listing'
  return (
    <div id={`section-${section}`} tabIndex={-1} className={styles.part}>
      <Card
        title={`${t(`dossier-items.${kind}`)} (${number(count)})`}
        lead={t(`dossier-items.${kind}.description`)}
      >
        {kind === 'link' && <ModelError model={preview.model} />}
        {writing && isChosen && (
          <LeftOut part={kind === 'account' ? 'accounts' : 'listings'} writing={writing} />
        )}
        {count === 0 ? (
          <p className={styles.fine}>{t(`dossier-items.${kind}.none`)}</p>
        ) : (
          <ul className={styles.items} aria-label={t(`dossier-items.${kind}`)}>
            {own.map((item) => (
              <li key={item.ref} className={styles.item}>
                <ItemDetails item={item} items={preview.items} />
                {writing && <LeaveOut item={item} preview={preview} writing={writing} />}
              </li>
            ))}
          </ul>
        )}
        {own.length < known.length && (
          <Button mt="sm" variant="default" onClick={() => setWhole(true)}>
            {t('dossier-items.show-more', { figure: number(known.length - own.length) })}
          </Button>
        )}
        {known.length < count && (
          <p className={styles.fine}>
            {t('dossier-items.more', { figure: number(count - known.length) })}
          </p>
        )}
        <SectionLines referral={referral} section={section} />
      </Card>
    </div>
  )
}

/** How often people found such links wrong. */
function ModelError({ model }: Pick<ReferralPreviewView, 'model'>): ReactNode {
  const { t, percent, number } = useText()
  if (model === null) return null
  const { error } = model
  return (
    <p className={styles.fine}>
      {error === null
        ? t('dossier.model.unmeasured')
        : t('dossier.model.error', {
            rate: percent(error.rate),
            low: percent(error.low),
            high: percent(error.high),
            sample: number(error.sample),
          })}
    </p>
  )
}

type LeaveOutProps = { item: ReferralItemView; preview: ReferralPreviewView; writing: Writing }

/** Leaves an account or listing out; only where all of its kind are shown. */
function LeaveOut({ item, preview, writing }: LeaveOutProps): ReactNode {
  const { t } = useText()
  const parts = leaveOut(preview, item)
  const { subject } = item
  if (parts === undefined || subject === null) return null
  return (
    <ConfirmButton
      button={{ size: 'compact-sm', variant: 'subtle' }}
      label={t('dossier.leave-out')}
      of={item.title}
      title={t('dossier.leave-out.title')}
      text={t('dossier.leave-out.text')}
      reason={{ label: t('dossier.reason'), required: true }}
      run={async (reason) =>
        writing.change({
          ...parts,
          omissions: [...writing.form.omissions, { items: [subject], reason }],
        })
      }
    />
  )
}

type LeftOutProps = { part: 'accounts' | 'listings'; writing: Writing }

function LeftOut({ part, writing }: LeftOutProps): ReactNode {
  const { t } = useText()
  if (writing.form[part] === null) return null
  return (
    <div className={styles.between}>
      <span>{t(`dossier.left-out.${part}`)}</span>
      <Button size="compact-sm" variant="default" onClick={() => writing.change({ [part]: null })}>
        {t('dossier.left-out.undo')}
      </Button>
    </div>
  )
}

/** Units, turnover and genuine value, against the thresholds of prosecution. */
function ScaleCard({ referral, preview: { scale } }: PreviewProps): ReactNode {
  const { t, number, money, list, locale } = useText()
  const amounts = (values: typeof scale.turnover): ReactNode =>
    values.length === 0
      ? t('dossier.scale.unknown')
      : list(values.map(({ amount, currency }) => money(amount, currency)))
  return (
    <div id="section-scale" tabIndex={-1} className={styles.part}>
      <Card title={t('dossier.scale')} lead={t('dossier.scale.description')}>
        <FactList
          facts={[
            [
              t('dossier.scale.units'),
              scale.units === null ? t('dossier.scale.unknown') : number(scale.units),
            ],
            [t('dossier.scale.turnover'), amounts(scale.turnover)],
            [t('dossier.scale.genuine'), amounts(scale.genuineValue)],
          ]}
        />
        {scale.thresholds.length > 0 && (
          <ul className={styles.plain} aria-label={t('dossier.scale.thresholds')}>
            {scale.thresholds.map(({ country, law, amount, reached, verified }) => (
              <li key={`${country} ${law} ${amount.amount}`} className={styles.top}>
                <StateMark tone={reached === true ? 'waiting' : 'plain'}>
                  {t(
                    reached === null
                      ? 'dossier.threshold.unknown'
                      : reached
                        ? 'dossier.threshold.reached'
                        : 'dossier.threshold.below',
                  )}
                </StateMark>
                <span>
                  {regionName(locale, country)} · {money(amount.amount, amount.currency)} ·{' '}
                  <span lang="en">{law}</span>
                  {!verified && ` · ${t('dossier.line.unverified')}`}
                </span>
              </li>
            ))}
          </ul>
        )}
        <SectionLines referral={referral} section="scale" />
      </Card>
    </div>
  )
}

/** Letters, takedowns and proceedings so far. */
function PriorStepsCard({ referral, preview: { priorSteps } }: PreviewProps): ReactNode {
  const { t } = useText()
  return (
    <div id="section-prior-steps" tabIndex={-1} className={styles.part}>
      <Card title={t('dossier.steps')} lead={t('dossier.steps.description')}>
        {priorSteps.length === 0 ? (
          <p className={styles.fine}>{t('dossier.steps.none')}</p>
        ) : (
          <ol className={styles.trail}>
            {priorSteps.map(({ at, text }) => (
              <li key={`${at} ${text}`}>
                <span className={styles.fine}>
                  <Moment at={at} />
                </span>
                <p className={`${styles.words} stranger`} dir="auto">
                  <VisibleText text={text} />
                </p>
              </li>
            ))}
          </ol>
        )}
        <SectionLines referral={referral} section="prior-steps" />
      </Card>
    </div>
  )
}
