import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, DecisionMark } from '../../components/index.ts'
import styles from './results-page.module.css'
import type { Results } from './queries.ts'

/** Listings on which two annotators disagreed, with the third annotation. */
export function DisputesCard({ disputes }: { disputes: Results['disputes'] }): ReactNode {
  const { t, day } = useText()
  return (
    <Card title={t('blind-audit.disputes')} lead={t('blind-audit.disputes.description')}>
      {disputes.length === 0 ? (
        <p className={styles.fine}>{t('blind-audit.disputes.none')}</p>
      ) : (
        <Columns
          caption={t('blind-audit.disputes')}
          heads={[
            t('blind-audit.listing'),
            t('blind-audit.week'),
            t('blind-audit.first'),
            t('blind-audit.second'),
            t('blind-audit.third'),
          ]}
        >
          {disputes.map(({ item, listing, title, week, first, second, final }) => (
            <tr key={item}>
              <td className="stranger">
                <Link to="/listings/$id" params={{ id: listing }}>
                  <VisibleText text={title} />
                </Link>
              </td>
              <td className="short">{day(week)}</td>
              <td>
                <DecisionMark verdict={first} />
              </td>
              <td>
                <DecisionMark verdict={second} />
              </td>
              <td>
                <DecisionMark verdict={final} />
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}
