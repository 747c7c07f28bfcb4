import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Moment, StateMark, StrangersAddress } from '../../components/index.ts'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useLinkWords } from '../link-components/index.ts'
import type { ReferralItemView } from './queries.ts'
import { OutcomeMark } from './referral-marks.tsx'
import styles from './referrals.module.css'
import { statusTones } from './terms.ts'

type ItemDetailsProps = {
  item: ReferralItemView
  /** Items among which those are that a link joins, for their names. */
  items?: readonly ReferralItemView[]
}

/** An account, link or listing of a dossier, or a piece of unused material. */
export function ItemDetails({ item, items = [] }: ItemDetailsProps): ReactNode {
  const { t, number, money, probability, list } = useText()
  const marketplaceName = useMarketplaceName()
  const { stated } = useLinkWords()
  const { ref, title, marketplace, url, price, unitsSold, status, between, basis } = item
  const names = between.map((end) => {
    const found = items.find((one) => one.ref === end)
    return found === undefined ? end : `${end} ${found.title}`
  })
  const figures = [
    ...(marketplace === null ? [] : [marketplaceName(marketplace)]),
    ...(price === null ? [] : [money(price.amount, price.currency)]),
    ...(unitsSold === null
      ? []
      : [t('dossier-item.sold', { count: unitsSold, figure: number(unitsSold) })]),
  ]
  return (
    <div className={styles.details}>
      <span className={styles.top}>
        <span className={styles.ref}>{ref}</span>
        {status !== null && (
          <StateMark tone={statusTones[status]}>{t(`dossier-status.${status}`)}</StateMark>
        )}
        {item.outcomes.map(({ report, outcome }) => (
          <OutcomeMark key={report} outcome={outcome} />
        ))}
        {item.contradicted && <StateMark tone="bad">{t('dossier-item.contradicted')}</StateMark>}
      </span>
      <span className={`${styles.title} stranger`} dir="auto">
        <VisibleText text={title} />
      </span>
      {item.probability !== null && (
        <span>{t('dossier-item.lead', { percent: probability(item.probability) })}</span>
      )}
      {names.length > 0 && (
        <span className="stranger" dir="auto">
          <VisibleText text={list(names)} />
        </span>
      )}
      {basis.length > 0 && (
        <details className={styles.fine}>
          <summary>{t('dossier-item.assessment')}</summary>
          <ul className={styles.basis}>
            {basis.map((reason, place) => (
              <li key={place} className="stranger" dir="auto">
                <VisibleText text={reason} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {item.reasons.length > 0 && (
        <ul className={styles.basis}>
          {item.reasons.map((reason, place) => (
            <li key={place} className="stranger" dir="auto">
              <VisibleText text={stated(reason)} />
            </li>
          ))}
        </ul>
      )}
      {figures.length > 0 && <span className={styles.fine}>{figures.join(' · ')}</span>}
      {url !== null && (
        <span className={styles.fine}>
          <StrangersAddress text={url} />
        </span>
      )}
      {item.captures.length > 0 && (
        <details className={styles.fine}>
          <summary>
            {t('dossier-item.captures', {
              count: item.captures.length,
              figure: number(item.captures.length),
            })}
          </summary>
          <ul className={styles.basis}>
            {item.captures.map(({ file, sealedAt }) => (
              <li key={file} className="stranger">
                <Moment at={sealedAt} /> · {file}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
