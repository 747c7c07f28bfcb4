import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Link, Outlet } from '@tanstack/react-router'
import { Suspense, type ReactNode } from 'react'
import { ImportBar } from '../listings/imports/index.ts'
import { useText, type PlainKey } from '../messages/index.ts'
import {
  AccountMenu,
  isMember,
  permissionsOf,
  useSignedIn,
  type Permissions,
} from '../access/session/index.ts'
import { Icon, Loading, OfflineBar, type IconName } from '../surface/index.ts'
import { LockBar } from './lockout-bar.tsx'
import { SampleBar } from './sample-bar.tsx'
import styles from './shell.module.css'

type Place = {
  to: string
  /** Whether it stands apart from those before: other work begins with it. */
  begins?: boolean
  label: PlainKey
  icon: IconName
  exact?: boolean
  needs?: keyof Permissions
}

const places: readonly Place[] = [
  { to: '/', label: 'nav.overview', icon: 'overview', exact: true },
  { to: '/listings', label: 'nav.listings', icon: 'listings' },
  { to: '/sellers', label: 'nav.sellers', icon: 'account' },
  { to: '/approvals', label: 'nav.approvals', icon: 'check' },
  { to: '/cases', begins: true, label: 'nav.cases', icon: 'cases' },
  { to: '/captures', label: 'nav.captures', icon: 'captures', needs: 'handleEvidence' },
  { to: '/notices', label: 'nav.notices', icon: 'notice' },
  { to: '/proceedings', label: 'nav.proceedings', icon: 'law' },
  {
    to: '/moderation',
    begins: true,
    label: 'nav.moderation',
    icon: 'inbox',
    needs: 'receiveNotices',
  },
  { to: '/appeals', label: 'nav.appeals', icon: 'answers', needs: 'receiveNotices' },
  { to: '/deadlines', begins: true, label: 'nav.deadlines', icon: 'clock' },
  { to: '/blind-audit', label: 'nav.blind-audit', icon: 'auditSample' },
  { to: '/notice-quality', label: 'nav.notice-quality', icon: 'gauge' },
  { to: '/catalog', begins: true, label: 'nav.catalog', icon: 'catalog' },
  { to: '/lexicon', label: 'nav.lexicon', icon: 'lexicon' },
  { to: '/thresholds', label: 'nav.thresholds', icon: 'thresholds' },
  { to: '/import', label: 'nav.import', icon: 'import', needs: 'sendListings' },
  { to: '/users', begins: true, label: 'nav.users', icon: 'people' },
  { to: '/api-keys', label: 'nav.api-keys', icon: 'key', needs: 'manageMembers' },
  { to: '/webhooks', label: 'nav.webhooks', icon: 'hook', needs: 'manageMembers' },
  { to: '/retention', label: 'nav.retention', icon: 'clock', needs: 'readRetention' },
  { to: '/audit-log', label: 'nav.audit-log', icon: 'log', needs: 'readLog' },
]

/** For who acts for no organisation and looks after what all share. */
const ofInstallation: readonly Place[] = [
  { to: '/operator', label: 'nav.organisations', icon: 'people', exact: true },
  { to: '/operator/claims', label: 'nav.claims', icon: 'catalog' },
  { to: '/lexicon', label: 'nav.lexicon', icon: 'lexicon' },
  { to: '/operator/engines', label: 'nav.engines', icon: 'engine' },
  { to: '/operator/jobs', label: 'nav.jobs', icon: 'jobs' },
  { to: '/operator/database', label: 'nav.database', icon: 'store' },
  { to: '/operator/retention', label: 'nav.retention', icon: 'clock' },
]

/** The frame of all pages: where one can go, for whom one acts, and the page itself. */
export function Shell({ children = <Outlet /> }: { children?: ReactNode }): ReactNode {
  const { t } = useText()
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false })
  const [open, { open: openMenu, close }] = useDisclosure()
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      {wide ? (
        <aside className={styles.side}>
          <Brand />
          <Places />
          <AccountMenu />
        </aside>
      ) : (
        <header className={styles.bar}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('nav.menu')}
            onClick={openMenu}
          >
            <Icon name="menu" size={20} />
          </ActionIcon>
          <Brand />
          <Drawer
            opened={open}
            onClose={close}
            size={280}
            title={t('nav.menu')}
            closeButtonProps={{ 'aria-label': t('state.close') }}
          >
            <Places onGo={close} />
            <AccountMenu />
          </Drawer>
        </header>
      )}
      <main className={styles.main} id="content" tabIndex={-1}>
        <OfflineBar />
        <LockBar />
        <SampleBar />
        <ImportBar />
        <Suspense fallback={<Loading />}>{children}</Suspense>
      </main>
    </div>
  )
}

function Brand(): ReactNode {
  const { t } = useText()
  return (
    <Link to="/" className={styles.brand}>
      <img src="/logo.svg" width="24" height="24" alt="" />
      {t('product.name')}
    </Link>
  )
}

function Places({ onGo }: { onGo?: () => void }): ReactNode {
  const { t } = useText()
  const state = useSignedIn()
  const rights = isMember(state) ? permissionsOf(state) : undefined
  return (
    <nav aria-label={t('nav.title')} className={styles.places}>
      {(rights === undefined ? ofInstallation : places)
        .filter(({ needs }) => needs === undefined || rights?.[needs])
        .map(({ to, label, icon, exact = false, begins = false }) => (
          <Link
            key={to}
            to={to}
            className={styles.place}
            activeOptions={{ exact, includeSearch: false }}
            activeProps={{ 'data-active': true }}
            {...(begins && { 'data-begins': true })}
            {...(onGo && { onClick: onGo })}
          >
            <Icon name={icon} size={17} />
            {t(label)}
          </Link>
        ))}
    </nav>
  )
}
