import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon, Moment } from '../../components/index.ts'
import type { ItemReview, Received, ReceivedItem } from './queries.ts'
import styles from './review-panel.module.css'

export type ReviewChecksProps = { notice: Received; item: ReceivedItem; review: ItemReview }

type Check = { name: string; tone: 'good' | 'warning' | 'stop'; words: ReactNode }

/** Everything that speaks for or against acting, in one list. */
export function ReviewChecks({ notice, item, review }: ReviewChecksProps): ReactNode {
  const { t, list, labelled } = useText()
  const { notifier, clearance, isOnHold, suggestsThreat, measures } = review
  const { missing } = notice
  const record =
    notifier.items === 0
      ? t('review-check.record.none')
      : t('review-check.record', {
          items: notifier.items,
          decided: notifier.decided,
          restricted: notifier.restricted,
          reversed: notifier.reversed,
          withdrawn: notifier.withdrawn,
        })
  const wasWrong = notifier.reversed + notifier.withdrawn > 0
  const checks: Check[] = [
    missing.length === 0
      ? { name: 'complete', tone: 'good', words: t('review-check.complete') }
      : {
          name: 'complete',
          tone: 'warning',
          words: t('review-check.incomplete', {
            missing: list([...new Set(missing.map(({ element }) => t(elementKey(element))))]),
          }),
        },
    {
      name: 'notifier',
      tone: notifier.isSafeguarded || notifier.suspendedUntil !== null ? 'warning' : 'good',
      words: (
        <>
          {t(`notifier-type.${notifier.type}`)}
          {notifier.isSafeguarded && ` · ${t('review-check.safeguarded')}`}
          {notifier.suspendedUntil !== null && (
            <>
              {' · '}
              {t('review-check.suspended')} <Moment at={notifier.suspendedUntil} only="day" />
            </>
          )}
        </>
      ),
    },
    { name: 'record', tone: wasWrong ? 'warning' : 'good', words: record },
    {
      name: 'earlier',
      tone: item.others.length > 0 ? 'warning' : 'good',
      words:
        item.others.length === 0 ? (
          t('review-check.earlier.none')
        ) : (
          <>
            {t('review-check.earlier', { count: item.others.length })}{' '}
            {item.others.slice(0, 3).map(({ notice: id, position, state }) => (
              <Link
                key={`${id} ${position}`}
                to="/moderation/notices/$id"
                params={{ id }}
                search={position === 0 ? {} : { item: position }}
              >
                {t(`moderation-state.${state}`)}
              </Link>
            ))}
          </>
        ),
    },
    {
      name: 'measures',
      tone: measures.length > 0 ? 'warning' : 'good',
      words:
        measures.length === 0
          ? t('review-check.measures.none')
          : labelled(
              t('moderation.measures-in-force'),
              list(measures.map((one) => t(`measure.${one}`))),
            ),
    },
    clearance === null
      ? { name: 'clearance', tone: 'good', words: t('review-check.clearance.none') }
      : {
          name: 'clearance',
          tone: 'warning',
          words: (
            <>
              {t('review-check.clearance', { product: clearance.product ?? 'all' })}{' '}
              <Moment at={clearance.expiresAt} only="day" />
            </>
          ),
        },
    ...(suggestsThreat
      ? [{ name: 'threat', tone: 'stop' as const, words: t('review-check.threat') }]
      : []),
    isOnHold
      ? { name: 'hold', tone: 'stop', words: t('review-check.hold') }
      : { name: 'hold', tone: 'good', words: t('review-check.hold.none') },
  ]
  return (
    <section aria-label={t('item-review.checks')}>
      <h3 className={styles.small}>{t('item-review.checks')}</h3>
      <ul className={styles.checks}>
        {checks.map(({ name, tone, words }) => (
          <li key={name} data-tone={tone}>
            <Icon
              name={tone === 'good' ? 'check' : tone === 'stop' ? 'lock' : 'warning'}
              size={16}
            />
            <span>
              <span className="only-read-aloud">{t(`review-tone.${tone}`)}: </span>
              {words}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const elements = ['location', 'reasons', 'name', 'good-faith'] as const

function elementKey(element: string): `notice-element.${(typeof elements)[number]}` {
  return `notice-element.${elements.find((one) => one === element) ?? 'reasons'}`
}
