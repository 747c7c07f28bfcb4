import { NativeSelect, TextInput } from '@mantine/core'
import type { WorkType } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

const workTypes = ['photograph', 'text', 'illustration', 'video', 'other'] satisfies WorkType[]

/** Form fields of a work: its author, and place and date of first publication. */
export type TypedWork = {
  title: string
  type: WorkType
  author: string
  publishedOn: string
  publishedIn: string
}

export const noWork: TypedWork = {
  title: '',
  type: 'photograph',
  author: '',
  publishedOn: '',
  publishedIn: '',
}

type WorkFieldsProps = { work: TypedWork; onChange: (work: TypedWork) => void }

export function CopyrightWorkFields({ work, onChange }: WorkFieldsProps): ReactNode {
  const { t } = useText()
  const field = (name: 'title' | 'author' | 'publishedIn', maxLength: number) => ({
    maxLength,
    value: work[name],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      onChange({ ...work, [name]: currentTarget.value }),
  })
  return (
    <>
      <TextInput
        label={t('claim.work')}
        description={t('claim.work.hint')}
        required
        withAsterisk={false}
        {...field('title', 300)}
      />
      <NativeSelect
        label={t('claim.work.type')}
        value={work.type}
        data={workTypes.map((value) => ({ value, label: t(`work-type.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...work, type: workTypes.find((one) => one === value) ?? 'other' })
        }
      />
      <TextInput
        label={t('claim.work.author')}
        required
        withAsterisk={false}
        {...field('author', 200)}
      />
      <TextInput
        type="date"
        label={t('claim.work.published-on')}
        description={t('claim.work.published-on.hint')}
        w={200}
        value={work.publishedOn}
        onChange={({ currentTarget }) => onChange({ ...work, publishedOn: currentTarget.value })}
      />
      <TextInput
        label={t('claim.work.published-in')}
        description={t('claim.work.published-in.hint')}
        {...field('publishedIn', 500)}
      />
    </>
  )
}
