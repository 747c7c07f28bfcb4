import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { Card, Denied, Page, Unread } from '../../surface/index.ts'
import { blankTerm, draftOf } from './term-draft.ts'
import { EditTerm } from './term-editor.tsx'
import { useRevision, useTerm, type Revision } from './queries.ts'
import { LexiconTabs } from './engine-release-tabs.tsx'

const route = getRouteApi('/member/lexicon/revisions/$id/terms/$term')

/** Stands in the address for a term that is not there yet; ids have a dot. */
export const newTerm = 'new'

/** Changes a term in a draft, or adds one; what it would catch is shown beside it. */
export function EditTermPage(): ReactNode {
  const { t } = useText()
  const { id, term } = route.useParams()
  const { person } = useSignedIn()
  const revision = useRevision(id)
  const title = t(term === newTerm ? 'edit.title.new' : 'edit.title')
  if (!person.installationAdmin) {
    return (
      <Page title={title}>
        <Denied>{t('revisions.denied')}</Denied>
      </Page>
    )
  }
  if (!revision.isSuccess) return <Unread query={revision} />
  const { number, title: name, state } = revision.data
  return (
    <Page
      title={title}
      lead={t('edit.lead', { number, title: name })}
      actions={<LexiconTabs here="inside" />}
    >
      {state !== 'draft' ? (
        <Card>{t('edit.not-draft', { number })}</Card>
      ) : term === newTerm ? (
        <EditTerm key={id} revision={revision.data} opened={undefined} start={blankTerm} />
      ) : (
        <Opened revision={revision.data} id={term} />
      )}
    </Page>
  )
}

function Opened({ revision, id }: { revision: Revision; id: string }): ReactNode {
  const entry = useTerm(id, revision.id)
  if (!entry.isSuccess) return <Unread query={entry} />
  const start = draftOf(entry.data, revision.content)
  return <EditTerm key={id} revision={revision} opened={entry.data.term} start={start} />
}
