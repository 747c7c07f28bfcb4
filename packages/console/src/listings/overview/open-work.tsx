import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Client } from '@touchstone/client'
import { families } from '@touchstone/contract/signals'
import type { ReactNode } from 'react'
import { server, useBrandName, useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, QueryStatus, VerdictMark } from '../../components/index.ts'
import styles from './open-work.module.css'

type Work = Awaited<ReturnType<Client['overview']['work']>>
type Open = { count: number; more: boolean }

/** In the order of work. */
const openVerdicts = ['block', 'review', 'ask-proof'] as const
type OpenVerdict = (typeof openVerdicts)[number]

/** Undecided listings, and the data available to the signals. */
export function OpenWork(): ReactNode {
  const work = useQuery({
    queryKey: ['overview', 'work'],
    queryFn: ({ signal }) => server.overview.work({ signal }),
  })
  if (!work.isSuccess) return <QueryStatus query={work} />
  return (
    <>
      <UndecidedCard work={work.data} />
      <Coverage coverage={work.data.coverage} />
    </>
  )
}

function UndecidedCard({ work }: { work: Work }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const brandName = useBrandName()
  const isDone = openVerdicts.every((verdict) => (work.verdicts[verdict]?.count ?? 0) === 0)
  if (isDone) return <Card title={t('overview.work')} lead={t('overview.work.done')} />
  return (
    <Card title={t('overview.work')} lead={t('overview.work.description')}>
      <ul className={styles.totals}>
        {openVerdicts.map((verdict) => (
          <li key={verdict}>
            <Link to="/listings" search={{ verdict, decided: 'false' }}>
              <VerdictMark verdict={verdict} />
              <CountOf open={work.verdicts[verdict]} />
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.tables}>
        <ByName
          caption={t('overview.by-brand')}
          rows={rowsOf(work.brands.map(({ brand, ...rest }) => ({ ...rest, name: brand })))}
          nameOf={brandName}
          filterOf={(brand) => ({ brand })}
        />
        <ByName
          caption={t('overview.by-marketplace')}
          rows={rowsOf(
            work.marketplaces.map(({ marketplace, ...rest }) => ({ ...rest, name: marketplace })),
          ).filter(({ name }) => name !== '')}
          nameOf={marketplaceName}
          filterOf={(marketplace) => ({ marketplace })}
        />
      </div>
    </Card>
  )
}

type Row = { name: string; open: Partial<Record<OpenVerdict, Open>> }

function rowsOf(parts: readonly (Open & { name: string; verdict: string })[]): Row[] {
  const names = [...new Set(parts.map(({ name }) => name))]
  return names.map((name) => ({
    name,
    open: Object.fromEntries(
      parts
        .filter((part) => part.name === name)
        .map(({ verdict, count, more }) => [verdict, { count, more }]),
    ),
  }))
}

type ByNameProps = {
  caption: string
  rows: readonly Row[]
  nameOf: (id: string) => string
  filterOf: (name: string) => { brand: string } | { marketplace: string }
}

function ByName({ caption, rows, nameOf, filterOf }: ByNameProps): ReactNode {
  const { t } = useText()
  if (rows.length === 0) return null
  return (
    <section aria-label={caption}>
      <h3 className={styles.caption}>{caption}</h3>
      <Columns
        caption={caption}
        heads={[t('overview.name'), ...openVerdicts.map((verdict) => t(`verdict.${verdict}`))]}
      >
        {rows.map(({ name, open }) => (
          <tr key={name}>
            <th scope="row">
              <Link
                to="/listings"
                search={{ ...filterOf(name), decided: 'false' }}
                className="stranger"
              >
                {nameOf(name)}
              </Link>
            </th>
            {openVerdicts.map((verdict) => (
              <td key={verdict}>
                {open[verdict] === undefined ? (
                  <span className={styles.none}>–</span>
                ) : (
                  <Link to="/listings" search={{ ...filterOf(name), verdict, decided: 'false' }}>
                    <CountOf open={open[verdict]} />
                    <span className="only-read-aloud">{` ${nameOf(name)}, ${t(`verdict.${verdict}`)}`}</span>
                  </Link>
                )}
              </td>
            ))}
          </tr>
        ))}
      </Columns>
    </section>
  )
}

function CountOf({ open }: { open: Open | undefined }): ReactNode {
  const { number } = useText()
  return <span className="figures">{`${number(open?.count ?? 0)}${open?.more ? '+' : ''}`}</span>
}

/** The share of listings that each family could assess; a silent family is no evidence for them. */
function Coverage({ coverage }: { coverage: Work['coverage'] }): ReactNode {
  const { t, number, percent } = useText()
  const { listings } = coverage
  if (listings === 0) return null
  const spoken = new Map(coverage.families.map(({ family, spoke }) => [family, spoke]))
  return (
    <Card
      title={t('overview.coverage')}
      lead={t('overview.coverage.description', { count: listings })}
    >
      <table className={styles.coverage}>
        <thead className="only-read-aloud">
          <tr>
            <th scope="col">{t('queue.signal')}</th>
            <th scope="col">{t('overview.coverage')}</th>
          </tr>
        </thead>
        <tbody>
          {families
            .filter((family) => spoken.has(family))
            .map((family) => {
              const share = (spoken.get(family) ?? 0) / listings
              return (
                <tr key={family}>
                  <th scope="row">{t(`family.${family}`)}</th>
                  <td>
                    <span className={styles.bar} aria-hidden="true">
                      <span style={{ width: `${share * 100}%` }} />
                    </span>
                    <span className="figures" title={number(spoken.get(family) ?? 0)}>
                      {percent(share)}
                    </span>
                  </td>
                </tr>
              )
            })}
        </tbody>
      </table>
    </Card>
  )
}
