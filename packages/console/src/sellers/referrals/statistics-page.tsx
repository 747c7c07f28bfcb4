import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, Denied, FactList, Page, QueryStatus } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useStatistics } from './queries.ts'
import { ReferralTabs } from './referral-tabs.tsx'
import styles from './referrals.module.css'

/** Figures on the dossiers that the organisation received. */
export function ReferralStatisticsPage(): ReactNode {
  const { t } = useText()
  const { readDossiers } = permissionsOf(useMember())
  return (
    <Page title={t('dossier-statistics.title')} lead={t('dossier-statistics.description')}>
      <ReferralTabs here="statistics" />
      {readDossiers ? <Figures /> : <Denied>{t('dossiers.denied')}</Denied>}
    </Page>
  )
}

function Figures(): ReactNode {
  const { t, number } = useText()
  const statistics = useStatistics()
  if (!statistics.isSuccess) return <QueryStatus query={statistics} />
  const { received, acknowledged, withdrawn, byTemplate, byOutcome } = statistics.data
  return (
    <>
      <Card title={t('dossiers.received')}>
        <FactList
          facts={[
            [t('dossier-statistics.received'), number(received)],
            [t('dossier-statistics.acknowledged'), number(acknowledged)],
            [t('dossier-statistics.withdrawn'), number(withdrawn)],
          ]}
        />
      </Card>
      <Card title={t('dossier-statistics.by-outcome')}>
        {byOutcome.length === 0 ? (
          <p className={styles.fine}>{t('dossier.outcomes.none')}</p>
        ) : (
          <Columns
            caption={t('dossier-statistics.by-outcome')}
            heads={[
              t('outcome-report.outcome'),
              t('dossier-statistics.dossiers'),
              t('dossier-statistics.items'),
            ]}
          >
            {byOutcome.map(({ outcome, referrals, items }) => (
              <tr key={outcome}>
                <td>{t(`dossier-outcome.${outcome}`)}</td>
                <td className="figures">{number(referrals)}</td>
                <td className="figures">{number(items)}</td>
              </tr>
            ))}
          </Columns>
        )}
      </Card>
      <Card title={t('dossier-statistics.by-template')}>
        {byTemplate.length === 0 ? (
          <p className={styles.fine}>{t('dossiers.received.empty')}</p>
        ) : (
          <Columns
            caption={t('dossier-statistics.by-template')}
            heads={[t('dossier.template'), t('dossier-statistics.dossiers')]}
          >
            {byTemplate.map(({ template, count }) => (
              <tr key={template}>
                <td>{t(`dossier-template.${template}`)}</td>
                <td className="figures">{number(count)}</td>
              </tr>
            ))}
          </Columns>
        )}
      </Card>
    </>
  )
}
