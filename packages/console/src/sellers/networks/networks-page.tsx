import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { LimitedSight, LinkTabs, useLinkWords } from '../link-components/index.ts'
import { useNetworks } from './queries.ts'

/** Networks of accounts, the largest first. */
export function NetworksPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('networks.title')} lead={t('networks.description')}>
      <LinkTabs here="networks" />
      <LimitedSight />
      <Networks />
    </Page>
  )
}

function Networks(): ReactNode {
  const { t, number, probability } = useText()
  const { bits } = useLinkWords()
  const pages = useNetworks()
  return (
    <Paged
      pages={pages}
      empty={<Empty title={t('networks.empty')}>{t('networks.empty.text')}</Empty>}
    >
      {(items) => (
        <Columns
          caption={t('networks.title')}
          heads={[
            t('networks.network'),
            t('networks.probability'),
            t('networks.weakest'),
            t('networks.formed'),
            t('networks.changed'),
          ]}
        >
          {items.map(({ id, accounts, probability: likely, weakest, formedAt, changedAt }) => (
            <tr key={id}>
              <td>
                <Link to="/networks/$id" params={{ id }}>
                  {t('networks.size', { count: accounts, figure: number(accounts) })}
                </Link>
              </td>
              <td className="figures">{likely === null ? '–' : probability(likely)}</td>
              <td className="figures">
                {weakest === null
                  ? '–'
                  : t('networks.weakest.figure', {
                      count: weakest.accounts.length,
                      figure: number(weakest.accounts.length),
                      bits: bits(weakest.weight),
                    })}
              </td>
              <td>
                <Moment at={formedAt} only="day" />
              </td>
              <td>
                <Moment at={changedAt} />
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Paged>
  )
}
