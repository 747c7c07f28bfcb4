import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Denied, Empty, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useReferrals } from './queries.ts'
import { ReferralTabs } from './referral-tabs.tsx'
import { ReferralsList } from './referrals-list.tsx'
import styles from './referrals.module.css'
import { StateFilter } from './state-filter.tsx'
import { referralStates } from './states.ts'

const route = getRouteApi('/member/dossiers')

/** The dossiers that the organisation makes, newest first. */
export function ReferralsPage(): ReactNode {
  const { t } = useText()
  const { readDossiers } = permissionsOf(useMember())
  return (
    <Page title={t('dossiers.title')} lead={t('dossiers.description')}>
      <ReferralTabs here="sent" />
      {readDossiers ? <Sent /> : <Denied>{t('dossiers.denied')}</Denied>}
    </Page>
  )
}

function Sent(): ReactNode {
  const { t } = useText()
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const pages = useReferrals({ side: 'sender', ...(state && { state }) })
  return (
    <>
      <StateFilter
        states={referralStates}
        side="sender"
        state={state}
        onState={(next) =>
          void navigate({ to: '/dossiers', search: next ? { state: next } : {}, replace: true })
        }
      />
      <Paged pages={pages} empty={state === undefined ? <Begin /> : <NoneInState />}>
        {(items) => <ReferralsList label={t('dossiers.title')} items={items} />}
      </Paged>
    </>
  )
}

function NoneInState(): ReactNode {
  const { t } = useText()
  return (
    <Empty title={t('dossiers.none-in-state')} icon="check">
      {t('dossiers.none-in-state.text')}
    </Empty>
  )
}

/** How a first dossier begins. */
function Begin(): ReactNode {
  const { t } = useText()
  return (
    <>
      <Empty title={t('dossiers.empty')} icon="dossier">
        {t('dossiers.empty.text')}
      </Empty>
      <div className={styles.centred}>
        <Button variant="default" renderRoot={(props) => <Link to="/networks" {...props} />}>
          {t('nav.networks')}
        </Button>
        <Button variant="default" renderRoot={(props) => <Link to="/cases" {...props} />}>
          {t('nav.cases')}
        </Button>
      </div>
    </>
  )
}
