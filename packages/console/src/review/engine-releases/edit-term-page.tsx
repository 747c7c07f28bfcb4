import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { Card, Denied, Page, QueryStatus } from '../../components/index.ts'
import { blankTerm, draftOf } from './term-draft.ts'
import { EditTerm } from './term-editor.tsx'
import { useEngineRelease, useTerm, type StoredEngineRelease } from './queries.ts'
import { LexiconTabs } from './engine-release-tabs.tsx'

const route = getRouteApi('/member/lexicon/engine-releases/$id/terms/$term')

/** Stands in the address for a new term; ids always contain a dot. */
export const newTerm = 'new'

/** Edits or adds a term in a draft, with a preview of its matches. */
export function EditTermPage(): ReactNode {
  const { t } = useText()
  const { id, term } = route.useParams()
  const { person } = useSignedIn()
  const release = useEngineRelease(id)
  const title = t(term === newTerm ? 'edit-term.title.new' : 'edit-term.title')
  if (!person.installationAdmin) {
    return (
      <Page title={title}>
        <Denied>{t('engine-releases.denied')}</Denied>
      </Page>
    )
  }
  if (!release.isSuccess) return <QueryStatus query={release} />
  const { number, title: name, state } = release.data
  return (
    <Page
      title={title}
      lead={t('edit-term.description', { number, title: name })}
      actions={<LexiconTabs here="inside" />}
    >
      {state !== 'draft' ? (
        <Card>{t('edit-term.not-draft', { number })}</Card>
      ) : term === newTerm ? (
        <EditTerm key={id} release={release.data} opened={undefined} start={blankTerm} />
      ) : (
        <StoredTerm release={release.data} id={term} />
      )}
    </Page>
  )
}

function StoredTerm({ release, id }: { release: StoredEngineRelease; id: string }): ReactNode {
  const entry = useTerm(id, release.id)
  if (!entry.isSuccess) return <QueryStatus query={entry} />
  const start = draftOf(entry.data, release.content)
  return <EditTerm key={id} release={release} opened={entry.data.term} start={start} />
}
