import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  ConfirmButton,
  Empty,
  Moment,
  Page,
  StateMark,
  Paged,
} from '../../components/index.ts'
import { OperatorWatchesTabs } from '../watch-components/index.ts'
import { ExcludedSitesCard } from './excluded-sites-card.tsx'
import { ExtractButton } from './extract-button.tsx'
import { sitesKey, useSiteRequests, type SiteRequest } from './queries.ts'
import styles from './site-requests.module.css'

/** What people of visited sites requested, which sites are left out, and what was taken from them. */
export function SiteRequestsPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('site-requests.title')} lead={t('site-requests.description')}>
      <OperatorWatchesTabs here="sites" />
      <RequestsCard />
      <ExcludedSitesCard />
    </Page>
  )
}

function RequestsCard(): ReactNode {
  const { t } = useText()
  const requests = useSiteRequests()
  return (
    <Card title={t('site-requests.requests')} lead={t('site-requests.requests.description')}>
      <Paged
        pages={requests}
        empty={
          <Empty title={t('site-requests.empty')} icon="inbox">
            {t('site-requests.empty.text')}
          </Empty>
        }
      >
        {(items) => (
          <ul className={styles.list} aria-label={t('site-requests.requests')}>
            {items.map((request) => (
              <RequestItem key={request.id} request={request} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  )
}

function RequestItem({ request }: { request: SiteRequest }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { kind, site, email, message, receivedAt, provenAt, excludedAt } = request
  const exclude = async (note: string): Promise<void> => {
    const body = { site: `https://${site}/`, ...(note !== '' && { note }) }
    await server.excludedSites.exclude({ body })
    await queries.invalidateQueries({ queryKey: sitesKey })
  }
  return (
    <li>
      <div className={styles.line}>
        <strong className="stranger">{site}</strong>
        <span>{t(`site-request.${kind}`)}</span>
        <StateMark tone={provenAt === null ? 'waiting' : 'good'}>
          {t(provenAt === null ? 'site-request.unproven' : 'site-request.proven')}
        </StateMark>
        {excludedAt !== null && <StateMark tone="plain">{t('site-request.left-out')}</StateMark>}
      </div>
      <p className={styles.fine}>
        <Moment at={receivedAt} />
        {email !== null && (
          <>
            {' · '}
            <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a>
          </>
        )}
      </p>
      {message !== null && (
        <p dir="auto" className="stranger">
          {message}
        </p>
      )}
      <div className={styles.line}>
        {excludedAt === null && (
          <ConfirmButton
            label={t('excluded-site.exclude')}
            of={site}
            title={t('excluded-site.exclude.title', { site })}
            text={t('excluded-site.exclude.text')}
            reason={{ label: t('excluded-site.note'), hint: t('excluded-site.note.hint') }}
            run={exclude}
            button={{
              variant: kind === 'exclusion' ? 'filled' : 'default',
              size: 'compact-sm',
            }}
          />
        )}
        <ExtractButton site={site} />
      </div>
    </li>
  )
}
