import { bracketedCodes } from '@touchstone/contract/bracketed-code'
import type { ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  ConfirmButton,
  Empty,
  Moment,
  Page,
  Paged,
  StateMark,
} from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { GoodsTabs } from '../goods-tabs.tsx'
import styles from '../goods.module.css'
import { alertsKey, useAlerts, type Alert } from '../queries.ts'
import { PublishAlertCard } from './publish-alert-card.tsx'

/** What the organisation told everyone about its goods. */
export function AlertsPage(): ReactNode {
  const { t } = useText()
  const { issueCodes } = permissionsOf(useMember())
  const alerts = useAlerts()
  return (
    <Page title={t('alerts.title')} lead={t('alerts.lead')}>
      <GoodsTabs here="alerts" />
      <Card title={t('alerts.published')}>
        <Paged
          pages={alerts}
          empty={
            <Empty title={t('alerts.empty')} icon="check">
              {t('alerts.empty.text')}
            </Empty>
          }
        >
          {(items) => (
            <ol className={styles.trail}>
              {items.map((alert) => (
                <li key={alert.id}>
                  <PublishedAlert alert={alert} mayWithdraw={issueCodes} />
                </li>
              ))}
            </ol>
          )}
        </Paged>
      </Card>
      {issueCodes && <PublishAlertCard />}
    </Page>
  )
}

type PublishedAlertProps = { alert: Alert; mayWithdraw: boolean }

function PublishedAlert({ alert, mayWithdraw }: PublishedAlertProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { id, title, text, isDangerous, publishedAt, withdrawnAt, withdrawalReason } = alert
  const withdraw = async (reason: string): Promise<void> => {
    await server.alerts.act({ params: { id }, body: { action: { type: 'withdraw', reason } } })
    await queries.invalidateQueries({ queryKey: alertsKey })
  }
  return (
    <>
      <strong className="stranger">{title}</strong>{' '}
      {withdrawnAt !== null && <StateMark tone="plain">{t('alerts.withdrawn')}</StateMark>}
      {withdrawnAt === null && isDangerous && (
        <StateMark tone="bad">{t('alerts.dangerous')}</StateMark>
      )}
      <p className={`${styles.words} stranger`} dir="auto">
        {text}
      </p>
      <p className={`${styles.fine} stranger`}>{bracketedCodes(alert).join(', ')}</p>
      <p className={styles.fine}>
        {t('alerts.published-at')} <Moment at={publishedAt} />
        {withdrawnAt !== null && (
          <>
            {' · '}
            {t('alerts.withdrawn-at')} <Moment at={withdrawnAt} />
          </>
        )}
      </p>
      {withdrawalReason !== null && (
        <p className={`${styles.fine} stranger`}>
          {t('alerts.reason', { reason: withdrawalReason })}
        </p>
      )}
      {withdrawnAt === null && mayWithdraw && (
        <div className={styles.steps}>
          <ConfirmButton
            label={t('alerts.withdraw')}
            of={title}
            title={t('alerts.withdraw.title')}
            text={t('alerts.withdraw.text')}
            reason={{ label: t('alerts.withdraw.reason'), required: true }}
            run={withdraw}
            button={{ variant: 'default', size: 'compact-sm' }}
          />
        </div>
      )}
    </>
  )
}
