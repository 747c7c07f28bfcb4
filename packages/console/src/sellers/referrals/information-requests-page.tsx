import { Button, NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { Denied, Empty, Moment, Page, Paged, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useInformationRequests, type InformationRequestView } from './queries.ts'
import { ReferralTabs } from './referral-tabs.tsx'
import styles from './referrals.module.css'
import { knownOf, requestStates } from './states.ts'
import { RequestStateMark } from './request-state-mark.tsx'

const route = getRouteApi('/member/dossiers/requests')

/** Requests for information that authorities opened, for either side. */
export function InformationRequestsPage(): ReactNode {
  const { t } = useText()
  const { readDossiers, requestInformation } = permissionsOf(useMember())
  return (
    <Page
      title={t('information-requests.title')}
      lead={t('information-requests.description')}
      actions={
        requestInformation && (
          <Button renderRoot={(props) => <Link to="/dossiers/requests/new" {...props} />}>
            {t('information-request.new')}
          </Button>
        )
      }
    >
      <ReferralTabs here="requests" />
      {readDossiers ? <Requests /> : <Denied>{t('dossiers.denied')}</Denied>}
    </Page>
  )
}

function Requests(): ReactNode {
  const { t } = useText()
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const { kind } = useMember().organisation
  const pages = useInformationRequests(state)
  return (
    <>
      <div className={styles.filters}>
        <NativeSelect
          label={t('dossiers.state')}
          value={state ?? ''}
          data={[
            { value: '', label: t('dossiers.state.all') },
            ...requestStates.map((value) => ({
              value,
              label: t(`information-request.state.${value}`),
            })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            const next = knownOf(requestStates, value)
            void navigate({
              to: '/dossiers/requests',
              search: next ? { state: next } : {},
              replace: true,
            })
          }}
        />
      </div>
      <Paged
        pages={pages}
        empty={
          <Empty title={t('information-requests.empty')} icon="check">
            {t(
              kind === 'authority'
                ? 'information-requests.empty.authority'
                : 'information-requests.empty.text',
            )}
          </Empty>
        }
      >
        {(items) => (
          <ul className={styles.list} aria-label={t('information-requests.title')}>
            {items.map((request) => (
              <li key={request.id} className={styles.row}>
                <Row request={request} />
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </>
  )
}

function Row({ request }: { request: InformationRequestView }): ReactNode {
  const { t, day } = useText()
  const { id, own, authority, addressee, order, state, openedAt, respondBy } = request
  return (
    <Link to="/dossiers/requests/$id" params={{ id }} className={styles.link}>
      <span className={styles.top}>
        <RequestStateMark state={state} />
        {respondBy !== null && state === 'open' && (
          <StateMark tone="waiting">
            {t('information-request.respond-by', { day: day(respondBy) })}
          </StateMark>
        )}
      </span>
      <span className={`${styles.title} stranger`} dir="auto">
        <VisibleText text={order} />
      </span>
      <span className={`${styles.fine} stranger`}>
        {own ? t('dossiers.to', { name: addressee }) : t('dossiers.from', { name: authority })} ·{' '}
        <Moment at={openedAt} />
      </span>
    </Link>
  )
}
