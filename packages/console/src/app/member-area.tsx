import { useMatches, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect, type ReactNode } from 'react'
import { ImportProvider } from '../listings/imports/index.ts'
import { DecisionProvider } from '../review/decisions/index.ts'
import { localeOf, useSpeak, useText } from '../messages/index.ts'
import { isMember, SignedInProvider, StepPage, useSession } from '../access/session/index.ts'
import { Denied, Failed, Loading } from '../surface/index.ts'
import { Shell } from './shell.tsx'

/** What is shown to who is signed in: whoever is not, or not wholly, does that first. */
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
      {/* What waits at the desk or comes in is one person's, for one organisation. */}
      <DecisionProvider key={`${person.id} ${organisation.id}`}>
        <ImportProvider>
          <Shell />
        </ImportProvider>
      </DecisionProvider>
    </SignedInProvider>
  )
}

/** Who acts for no organisation looks after the installation, and sees none's pages. */
function OfInstallation(): ReactNode {
  const { t } = useText()
  // What is rendered inside: the address may be a step ahead of it.
  const shown = useMatches().at(-1)?.routeId ?? ''
  if (shown === '/member/' || /^\/member\/(operator|lexicon|account)/.test(shown)) return <Shell />
  return (
    <Shell>
      <Denied>{t('installation.no-organisation')}</Denied>
    </Shell>
  )
}

/** Leads to the sign-in, once, and from there back to where somebody wanted to go. */
function ToSignIn(): ReactNode {
  const navigate = useNavigate()
  const router = useRouter()
  useEffect(() => {
    const { href } = router.history.location
    void navigate({ to: '/sign-in', search: href === '/' ? {} : { next: href }, replace: true })
  }, [navigate, router])
  return <Loading />
}

/** Speaks the language that a person has chosen, from wherever. */
function usePersonsLanguage(tag: string | undefined): void {
  const speak = useSpeak()
  const { locale } = useText()
  useEffect(() => {
    const wanted = localeOf(tag)
    if (wanted !== undefined && wanted !== locale) speak(wanted)
    // Only what the person's account says anew changes it, never the choice on this device.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [tag])
}
