import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Loading, Refused } from '../../components/index.ts'
import { contentWith, writtenOf, type DraftTerm } from './term-draft.ts'
import { faultsByField } from './field-faults.ts'
import styles from './engine-releases.module.css'
import { useAmend, type StoredEngineRelease, type Term, type Trial } from './queries.ts'
import { TermFields } from './term-fields.tsx'
import { Examples, PreviewFigures } from './preview-figures.tsx'

export type EditTermProps = {
  release: StoredEngineRelease
  opened: Term | undefined
  start: DraftTerm
}

/** A form for a term, with a preview of its matches. */
export function EditTerm({ release, opened, start }: EditTermProps): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(start)
  const amend = useAmend(release)
  const written = writtenOf(draft, opened, release.content)
  const preview = useMutation({
    mutationFn: () => server.lexicon.preview({ body: { ...written, release: release.id } }),
  })
  const look = (): void => {
    if (!preview.isPending) preview.mutate()
  }
  const save = (event: FormEvent): void => {
    event.preventDefault()
    amend.mutate(contentWith(release.content, written, opened?.id), {
      onSuccess: (saved) =>
        void navigate({ to: '/lexicon/engine-releases/$id', params: { id: saved.id } }),
    })
  }
  const error = amend.error ?? preview.error
  const faults = faultsByField(error, preview.data?.findings ?? [], written.term.id)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    look()
  }
  return (
    <div className={styles.columns}>
      <Card>
        <form onSubmit={save} onKeyDown={onKeyDown}>
          <Stack gap="sm" align="start">
            <TermFields
              value={draft}
              onChange={setDraft}
              faults={faults}
              isNew={opened === undefined}
            />
            {faults.other !== undefined && <p className={styles.hint}>{faults.other}</p>}
            {!faults.isPlaced && <Refused error={error} />}
            <Group gap="sm">
              <Button type="submit" loading={amend.isPending}>
                {t('edit-term.save')}
              </Button>
              <Button variant="default" loading={preview.isPending} onClick={look}>
                {t('edit-term.preview')}
              </Button>
              <Button
                variant="subtle"
                renderRoot={(props) => (
                  <Link to="/lexicon/engine-releases/$id" params={{ id: release.id }} {...props} />
                )}
              >
                {t('edit-term.back')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
      <Card title={t('term-preview.title')} lead={t('term-preview.description')}>
        <div aria-live="polite">
          {preview.isPending ? <Loading /> : preview.data && <Preview trial={preview.data} />}
        </div>
      </Card>
    </div>
  )
}

function Preview({ trial }: { trial: Trial }): ReactNode {
  const { t } = useText()
  return (
    <>
      <Findings findings={trial.findings} title={t('term-preview.faults')} />
      <PreviewFigures figures={trial} />
      <Examples examples={trial.examples} />
    </>
  )
}

export function Findings({
  findings,
  title,
}: {
  findings: Trial['findings']
  title: string
}): ReactNode {
  if (findings.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className={styles.faults}>
        {findings.map(({ at, problem, remedy }) => (
          <li key={`${at} ${problem}`}>
            <code>{at}</code> {problem}. {remedy}
          </li>
        ))}
      </ul>
    </>
  )
}
