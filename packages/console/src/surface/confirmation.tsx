import { Button, Modal, Stack, Textarea, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { FormEnd } from './form-footer.tsx'

type ConfirmButtonProps = {
  /** On the button that opens the question, and on the one that answers it. */
  label: string
  /** What it is done to, in the button's name, where there are several of its kind. */
  of?: string
  title: string
  /** What comes of it. */
  text: ReactNode
  /** Whether words are asked for, and what they are called. */
  reason?: { label: string; hint?: string; required?: boolean }
  children?: ReactNode
  ready?: boolean
  run: (reason: string) => Promise<unknown>
  button?: Pick<ButtonProps, 'variant' | 'size' | 'color' | 'disabled'>
}

/** A step that is not taken before somebody has read what comes of it. */
export function ConfirmButton(props: ConfirmButtonProps): ReactNode {
  const { label, of, title, button = { variant: 'default' } } = props
  const { t } = useText()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        {...button}
        onClick={open}
        {...(of !== undefined && { 'aria-label': `${label}: ${of}` })}
      >
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <Question {...props} onDone={close} />}
      </Modal>
    </>
  )
}

function Question(props: ConfirmButtonProps & { onDone: () => void }): ReactNode {
  const { label, text, reason, children, ready = true, run, onDone } = props
  const [words, setWords] = useState('')
  const step = useMutation({ mutationFn: () => run(words.trim()), onSuccess: onDone })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    step.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>{text}</div>
        {children}
        {reason && (
          <Textarea
            label={reason.label}
            {...(reason.hint !== undefined && { description: reason.hint })}
            required={reason.required ?? false}
            withAsterisk={false}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
        <FormEnd
          error={step.error}
          isPending={step.isPending}
          ready={ready && (reason?.required !== true || words.trim() !== '')}
          onLeave={onDone}
        >
          {label}
        </FormEnd>
      </Stack>
    </form>
  )
}
