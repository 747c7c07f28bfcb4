import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Denied, Loading, Page, QueryStatus } from '../../components/index.ts'
import { useText, withMessages } from '../../messages/index.ts'
import { useReferral } from './queries.ts'
import { ReceivedReferral } from './received-referral.tsx'
import { SentReferral } from './sent-referral.tsx'

/** Loaded by those who write dossiers. */
const DraftReferral = lazy(async () => {
  const loaded = await withMessages(
    ['dossier-drafts', 'dossiers', 'networks'],
    import('./draft-referral.tsx'),
  )
  return { default: loaded.DraftReferral }
})

const route = getRouteApi('/member/dossiers/$id')

/** One dossier: while it is written and released, as its sender follows it, or as its recipient has it. */
export function ReferralPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const { readDossiers } = permissionsOf(useMember())
  if (readDossiers) return <Loaded key={id} id={id} />
  return (
    <Page title={t('dossier.one')}>
      <Denied>{t('dossiers.denied')}</Denied>
    </Page>
  )
}

function Loaded({ id }: { id: string }): ReactNode {
  const referral = useReferral(id)
  if (!referral.isSuccess) return <QueryStatus query={referral} />
  const { side, sentAt, state, draft } = referral.data
  if (side === 'recipient') return <ReceivedReferral referral={referral.data} />
  const isWritten = sentAt === null && state !== 'withdrawn' && state !== 'closed'
  if (!isWritten || draft === null) return <SentReferral referral={referral.data} />
  return (
    <Suspense fallback={<Loading />}>
      <DraftReferral referral={referral.data} draft={draft} />
    </Suspense>
  )
}
