import { useMatches, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect, type ReactNode } from 'react'
import { ImportProvider } from '../listings/imports/index.ts'
import { DecisionProvider } from '../review/decisions/index.ts'
import { localeOf, useSpeak, useText } from '../messages/index.ts'
import { isMember, SignedInProvider, StepPage, useSession } from '../access/session/index.ts'
import { Denied, Failed, Loading } from '../components/index.ts'
import { Shell } from './shell.tsx'

/** The pages for signed-in users. All others complete the sign-in first. */
export function MemberArea(): ReactNode {
  const session = useSession()
  usePersonsLanguage(session.data?.person.locale)
  if (session.isPending) return <Loading />
  if (session.data === undefined) {
    return <Failed error={session.error} retry={() => void session.refetch()} />
  }
  if (session.data === null) return <ToSignIn />
  if (session.data.lacks !== null) {
    return (
      <Suspense fallback={<Loading />}>
        <StepPage lacks={session.data.lacks} />
      </Suspense>
    )
  }
  if (!isMember(session.data)) {
    return (
      <SignedInProvider value={session.data}>
        <OfInstallation />
      </SignedInProvider>
    )
  }
  const { person, organisation } = session.data
  return (
    <SignedInProvider value={session.data}>
      {/* Pending decisions and imports belong to one user in one organisation. */}
      <DecisionProvider key={`${person.id} ${organisation.id}`}>
        <ImportProvider>
          <Shell />
        </ImportProvider>
      </DecisionProvider>
    </SignedInProvider>
  )
}

/** The operator acts for no organisation and sees none of their pages. */
function OfInstallation(): ReactNode {
  const { t } = useText()
  // The rendered route: the address may already be that of the next one.
  const routeId = useMatches().at(-1)?.routeId ?? ''
  if (routeId === '/member/' || /^\/member\/(operator|lexicon|account)/.test(routeId))
    return <Shell />
  return (
    <Shell>
      <Denied>{t('installation.no-organisation')}</Denied>
    </Shell>
  )
}

/** Redirects to the sign-in once, and back to the requested page afterwards. */
function ToSignIn(): ReactNode {
  const navigate = useNavigate()
  const router = useRouter()
  useEffect(() => {
    const { href } = router.history.location
    void navigate({ to: '/sign-in', search: href === '/' ? {} : { next: href }, replace: true })
  }, [navigate, router])
  return <Loading />
}

/** Applies the language saved in the user's account. */
function usePersonsLanguage(tag: string | undefined): void {
  const speak = useSpeak()
  const { locale } = useText()
  useEffect(() => {
    const wanted = localeOf(tag)
    if (wanted !== undefined && wanted !== locale) speak(wanted)
    // Only a change in the account applies, not the choice on this device.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [tag])
}
