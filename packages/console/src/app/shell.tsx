import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useId, type ReactNode } from 'react'
import { ImportBar } from '../listings/imports/index.ts'
import { useText } from '../messages/index.ts'
import { AccountMenu, useSignedIn } from '../access/session/index.ts'
import { Icon, Loading, OfflineBar } from '../components/index.ts'
import { CommandPalette, useCommandKey } from './command-palette/index.ts'
import { NextStep, useInboxCounts } from './inbox/index.ts'
import { LockBar } from './lockout-bar.tsx'
import { menuOf, needingYou, waitingOf, type MenuItem, type Waiting } from './menu-items.ts'
import { usePreloadedPages } from './preload-pages.ts'
import { SampleBar } from './sample-bar.tsx'
import styles from './shell.module.css'

/** The frame of all pages: navigation, the current organisation and the page itself. */
export function Shell({ children = <Outlet /> }: { children?: ReactNode }): ReactNode {
  const { t } = useText()
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false })
  const [open, { open: openMenu, close }] = useDisclosure()
  const [isSearching, { open: openPalette, close: closePalette }] = useDisclosure()
  useCommandKey(openPalette)
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('nav.skip')}
      </a>
      {wide ? (
        <aside className={styles.side}>
          <Brand />
          <OpenPalette onClick={openPalette} />
          <MenuPlaces />
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
          <OpenPalette onClick={openPalette} />
          <Drawer
            opened={open}
            onClose={close}
            size={280}
            title={t('nav.menu')}
            closeButtonProps={{ 'aria-label': t('state.close') }}
          >
            <MenuPlaces onGo={close} />
            <AccountMenu />
          </Drawer>
        </header>
      )}
      <main className={styles.main} id="content" tabIndex={-1}>
        <OfflineBar />
        <LockBar />
        <SampleBar />
        <ImportBar />
        <NextStep />
        <Suspense fallback={<Loading />}>{children}</Suspense>
      </main>
      {isSearching && (
        <Suspense>
          <CommandPalette onClose={closePalette} />
        </Suspense>
      )}
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

function OpenPalette({ onClick }: { onClick: () => void }): ReactNode {
  const { t } = useText()
  return (
    <button type="button" className={styles.search} onClick={onClick}>
      <Icon name="search" size={16} />
      <span>{t('nav.search')}</span>
    </button>
  )
}

function MenuPlaces({ onGo }: { onGo?: () => void }): ReactNode {
  const { t } = useText()
  const state = useSignedIn()
  const counts = useInboxCounts()
  const groups = menuOf(state)
  usePreloadedPages(groups.flatMap(({ places }) => places.map(({ to }) => to)))
  return (
    <nav aria-label={t('nav.title')} className={styles.places}>
      {groups.map(({ title, places }) => (
        <div key={title} role="group" aria-label={t(title)} className={styles.group}>
          <span className={styles.groupTitle} aria-hidden="true">
            {t(title)}
          </span>
          {places.map((place) => (
            <PlaceLink
              key={place.to}
              place={place}
              waiting={place.to === '/' ? needingYou(counts) : waitingOf(place.kinds ?? [], counts)}
              {...(onGo && { onGo })}
            />
          ))}
        </div>
      ))}
    </nav>
  )
}

type PlaceLinkProps = {
  place: MenuItem
  waiting: Waiting
  onGo?: () => void
}

/** A page by its name; how much waits there describes it, so that the name stays the same. */
function PlaceLink({ place, waiting, onGo }: PlaceLinkProps): ReactNode {
  const { t, number } = useText()
  const id = useId()
  const { to, label, icon, exact = false, also } = place
  const isBeside = useLocation({
    select: ({ pathname }) => also !== undefined && pathname.startsWith(also),
  })
  const { count, more } = waiting
  return (
    <Link
      to={to}
      className={styles.place}
      activeOptions={{ exact, includeSearch: false }}
      activeProps={{ 'data-active': true }}
      {...(isBeside && { 'data-active': true })}
      {...(onGo && { onClick: onGo })}
      {...(count > 0 && { 'aria-describedby': id })}
    >
      <Icon name={icon} size={17} />
      {t(label)}
      {count > 0 && (
        <>
          <span className={`${styles.badge} figures`} aria-hidden="true">
            {number(count)}
            {more && '+'}
          </span>
          <span id={id} hidden>
            {t('nav.waiting', { count, more: more ? '+' : '' })}
          </span>
        </>
      )}
    </Link>
  )
}
