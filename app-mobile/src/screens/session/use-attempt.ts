import { useState } from 'react';
import { type SignInProblem, signInProblemOf } from '../../session/sign-in-problem.ts';

/** One attempt after another to sign in, or out. */
interface Attempt<P> {
  readonly isBusy: boolean;
  readonly problem: P | SignInProblem | undefined;
  /** Does what is asked, unless something is under way; resolves with whether it worked. */
  readonly attempt: (action: () => Promise<void>) => Promise<boolean>;
  /** Says what is wrong before anything is attempted; without an argument takes that back. */
  readonly complain: (problem?: P) => void;
}

export function useAttempt<P>(): Attempt<P> {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<P | SignInProblem>();
  async function attempt(action: () => Promise<void>): Promise<boolean> {
    if (isBusy) return false;
    setIsBusy(true);
    setProblem(undefined);
    try {
      await action();
      return true;
    } catch (error) {
      setProblem(signInProblemOf(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  }
  return { isBusy, problem, attempt, complain: setProblem };
}
