import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { Card, Columns, Loading, Moment, QueryStatus } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  AccountName,
  useLinkModel,
  type LinkModel,
  type LinkModelDetails,
} from '../link-components/index.ts'
import styles from './review.module.css'

const shownAtFirst = 10

type Comparison = NonNullable<LinkModelDetails['comparison']>

/** What a version in shadow would link, beside what is linked now. */
export function ModelComparison({ model }: { model: LinkModel }): ReactNode {
  const { t, number } = useText()
  const details = useLinkModel(model)
  const comparison = details.data?.comparison ?? null
  const lead =
    comparison === null
      ? undefined
      : comparison.with === null
        ? t('link-model.compared.with-none', { shadow: number(model.version) })
        : t('link-model.compared.with', {
            shadow: number(model.version),
            live: number(comparison.with),
          })
  return (
    <Card title={t('link-model.compared')} lead={lead}>
      {!details.isSuccess && <QueryStatus query={details} />}
      {model.isComparing && (
        <div>
          <p role="status">{t('link-model.comparing')}</p>
          <Loading />
        </div>
      )}
      {comparison !== null && <Compared comparison={comparison} />}
    </Card>
  )
}

function Compared({ comparison }: { comparison: Comparison }): ReactNode {
  const { t, number } = useText()
  const { live, shadow, onlyLive, onlyShadow, at } = comparison
  return (
    <>
      <p className={styles.fine}>
        {t('link-model.compared.at')} <Moment at={at} />
      </p>
      <Columns
        caption={t('link-model.compared')}
        heads={[
          t('link-model.compared.figure'),
          t('link-model.state.live'),
          t('link-model.state.shadow'),
        ]}
      >
        {(['links', 'networks', 'largest'] as const).map((figure) => (
          <tr key={figure}>
            <td>{t(`link-model.compared.${figure}`)}</td>
            <td className="figures">{number(live[figure])}</td>
            <td className="figures">{number(shadow[figure])}</td>
          </tr>
        ))}
      </Columns>
      <div className={styles.sides}>
        <Pairs title={t('link-model.only-live')} pairs={onlyLive} />
        <Pairs title={t('link-model.only-shadow')} pairs={onlyShadow} />
      </div>
    </>
  )
}

function Pairs({ title, pairs }: { title: string; pairs: Comparison['onlyLive'] }): ReactNode {
  const { t, number, probability } = useText()
  const [shown, setShown] = useState(shownAtFirst)
  return (
    <section className={styles.side} aria-label={title}>
      <h3 className={styles.part}>{title}</h3>
      {pairs.length === 0 && <p className={styles.fine}>{t('network.hubs.none')}</p>}
      <ul className={styles.list}>
        {pairs.slice(0, shown).map(({ a, b, probability: likely }) => (
          <li key={`${a} ${b}`} className="stranger">
            <AccountName id={a} /> · <AccountName id={b} />{' '}
            <span className="figures">{probability(likely)}</span>{' '}
            <Link to="/networks/review" search={{ a, b }}>
              {t('network.compare.review')}
            </Link>
          </li>
        ))}
      </ul>
      {pairs.length > shown && (
        <Button size="compact-sm" variant="default" onClick={() => setShown(pairs.length)}>
          {t('network.show-more', { figure: number(pairs.length - shown) })}
        </Button>
      )}
    </section>
  )
}
