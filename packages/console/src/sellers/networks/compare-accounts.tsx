import { Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card, QueryStatus } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  LinkPath,
  PairAgainst,
  useLinkWords,
  usePair,
  type LinkPair,
} from '../link-components/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import styles from './network.module.css'
import type { GraphAccount } from './queries.ts'

export type Ends = readonly [one: string | undefined, other: string | undefined]

const mostOptions = 50

/** Why two accounts are in one network, and why not. */
export function CompareAccounts({
  accounts,
  ends: [one, other],
  onEnds,
}: {
  accounts: readonly GraphAccount[]
  ends: Ends
  onEnds: (ends: Ends) => void
}): ReactNode {
  const { t } = useText()
  const nameOf = useSellerName()
  const options = accounts.map((account) => {
    const { name, detail } = nameOf(account)
    return { value: account.id, label: detail === undefined ? name : `${name} · ${detail}` }
  })
  const select = (label: string, value: string | undefined, onChange: (id?: string) => void) => (
    <Select
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('network.compare.clear') }}
      label={label}
      limit={mostOptions}
      data={options}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      nothingFoundMessage={t('network.compare.nobody')}
    />
  )
  return (
    <Card title={t('network.compare')} lead={t('network.compare.description')}>
      <div className={styles.ends}>
        {select(t('network.compare.one'), one, (id) => onEnds([id, other]))}
        {select(t('network.compare.other'), other, (id) => onEnds([one, id]))}
      </div>
      {one !== undefined && other !== undefined && one !== other && (
        <Comparison one={one} other={other} />
      )}
    </Card>
  )
}

function Comparison({ one, other }: { one: string; other: string }): ReactNode {
  const { t } = useText()
  const pair = usePair(one, other)
  if (!pair.isSuccess) return <QueryStatus query={pair} />
  return (
    <div role="status">
      <h3 className={styles.part}>{t('network.why')}</h3>
      <LinkPath pair={pair.data} />
      <h3 className={styles.part}>{t('network.why-not')}</h3>
      <Apart pair={pair.data} />
      <PairAgainst pair={pair.data} />
      <p className={styles.fine}>
        <Link to="/networks/review" search={{ a: one, b: other }}>
          {t('network.compare.review')}
        </Link>
      </p>
    </div>
  )
}

/** Whether both are in one network, and what their own comparison says. */
function Apart({ pair: { link, networks } }: { pair: LinkPair }): ReactNode {
  const { t, probability } = useText()
  const { likelihood } = useLinkWords()
  return (
    <ul className={styles.list}>
      <li>{t(networks.length === 1 ? 'network.together' : 'network.apart')}</li>
      <li>
        {link === null
          ? t('link-review.not-stored')
          : t('link-review.odds', {
              words: likelihood(link.probability),
              percent: probability(link.probability),
            })}
      </li>
    </ul>
  )
}
