import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useOpenCases } from './case-queries.ts'
import { caseSubjects, type CaseSubject } from './case-terms.ts'
import { useTemplates } from './casework-settings-queries.ts'
import { NewOrExistingCase, type NewOrExisting } from './new-or-existing-case.tsx'
import type { CaseAddition, ListingToAdd, OpenCaseProps } from './open-case.tsx'

export function OpenCaseForm({
  listings,
  onClose,
  onDone,
}: Omit<OpenCaseProps, 'opened'>): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [how, setHow] = useState<NewOrExisting>('new')
  const [title, setTitle] = useState((listings[0]?.title ?? '').slice(0, 120))
  const [about, setAbout] = useState<CaseSubject>('seller')
  const [brands, setBrands] = useState(brandsOf(listings).join(', '))
  const [chosen, setChosen] = useState('')
  const [chosenTemplate, setChosenTemplate] = useState('')
  const templates = (useTemplates().data ?? []).filter(({ retired }) => !retired)
  const template = templates.find(({ id }) => id === chosenTemplate)
  const open = useOpenCases(how === 'add')
  const into = chosen === '' ? (open.data?.[0]?.id ?? '') : chosen
  const run = useMutation({
    mutationFn: async (): Promise<CaseAddition> => {
      const [first, ...others] = inParts(listings.map(({ id }) => id))
      if (how === 'add') {
        const count = await addTo(into, first === undefined ? others : [first, ...others])
        const undo = (): Promise<void> => takeOut(into, inParts(listings.map(({ id }) => id)))
        return { id: into, count, isNew: false, ...(count === listings.length && { undo }) }
      }
      const ids = brands.split(/[,，、\s]+/).filter((id) => id !== '')
      const kase = await server.cases.open({
        body: {
          title: title.trim(),
          about,
          brands: ids,
          ...(template !== undefined && { template: template.id }),
          ...(first && { listings: first }),
        },
      })
      const count = kase.listings + (await addTo(kase.id, others))
      const undo = async (): Promise<void> => {
        const action = {
          type: 'close',
          outcome: 'withdrawn',
          reason: t('follow-up.undo-reason'),
        } as const
        await server.cases.act({ params: { id: kase.id }, body: { action } })
      }
      return { id: kase.id, count, isNew: true, undo }
    },
    onSuccess: async (followed) => {
      onDone(followed)
      onClose()
      await queries.invalidateQueries({ queryKey: ['cases'] })
      await queries.invalidateQueries({ queryKey: ['case', followed.id] })
    },
  })
  return (
    <NewOrExistingCase
      how={how}
      onHow={setHow}
      existing={listings.length > 0 ? t('open-case.add') : undefined}
      title={title}
      onTitle={setTitle}
      titleHint={t('case.name.hint')}
      cases={open.data}
      into={into}
      onInto={setChosen}
      run={run}
      onLeave={onClose}
    >
      {templates.length > 0 && (
        <NativeSelect
          label={t('case-template.use')}
          value={template?.id ?? ''}
          data={[
            { value: '', label: t('case-template.none') },
            ...templates.map((one) => ({ value: one.id, label: one.template.name })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            setChosenTemplate(value)
            const chosen = templates.find(({ id }) => id === value)
            if (chosen) setAbout(chosen.template.about)
          }}
        />
      )}
      <NativeSelect
        label={t('open-case.subject')}
        value={about}
        data={caseSubjects.map((value) => ({ value, label: t(`case-subject.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setAbout(caseSubjects.find((one) => one === value) ?? 'seller')
        }
      />
      <TextInput
        label={t('open-case.brands')}
        description={t('open-case.brands.hint')}
        value={brands}
        onChange={({ currentTarget }) => setBrands(currentTarget.value)}
      />
    </NewOrExistingCase>
  )
}

/** Listings per request. */
const mostAtOnce = 1000

function inParts(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / mostAtOnce)
  return Array.from({ length: count }, (_, part) =>
    ids.slice(part * mostAtOnce, (part + 1) * mostAtOnce),
  )
}

/** Adds listings in batches; returns how many were new to the case. */
async function addTo(id: string, parts: readonly string[][]): Promise<number> {
  let added = 0
  for (const listings of parts) {
    const { changed } = await server.cases.act({
      params: { id },
      body: { action: { type: 'add-listings', listings } },
    })
    added += changed
  }
  return added
}

async function takeOut(id: string, parts: readonly string[][]): Promise<void> {
  for (const listings of parts)
    await server.cases.act({
      params: { id },
      body: { action: { type: 'remove-listings', listings } },
    })
}

const mostBrands = 50

function brandsOf(listings: readonly ListingToAdd[]): string[] {
  return [...new Set(listings.flatMap(({ brands }) => brands))].slice(0, mostBrands)
}
