import { expect, it } from 'vitest';
import { GROWTH, type Program, Supervisor } from './supervisor';

/** A program whose life the test decides. */
class Fake implements Program {
  size = 20 << 20;
  end = () => {};
  ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
  fetch = async () => new Response();
  tick = async () => {};
  memory = () => this.size;
}

function supervised() {
  const programs: Fake[] = [];
  const supervisor = new Supervisor(async () => {
    const program = new Fake();
    programs.push(program);
    return program;
  });
  const number = () => supervisor.run(async (program) => programs.indexOf(program as Fake));
  return { supervisor, programs, number };
}

it('starts one program for all who ask, when the first does', async () => {
  const { programs, number } = supervised();
  expect(programs).toHaveLength(0);
  expect(await Promise.all([number(), number(), number()])).toEqual([0, 0, 0]);
  expect(await number()).toBe(0);
});

it('fails what is under way when the program ends, and starts it again', async () => {
  const { supervisor, programs, number } = supervised();
  await number();
  const stuck = supervisor.run(() => new Promise<never>(() => {}));
  programs[0]?.end();
  await expect(stuck).rejects.toThrow('the program has ended');
  expect(await number()).toBe(1);
});

it('goes on after work that fails', async () => {
  const { supervisor, number } = supervised();
  const failing = supervisor.run(() => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await number()).toBe(0);
});

it('tries again after a start that failed', async () => {
  let starts = 0;
  const supervisor = new Supervisor(async () => {
    if (++starts === 1) throw new Error('no room');
    return new Fake();
  });
  await expect(supervisor.run(async () => 'done')).rejects.toThrow('no room');
  expect(await supervisor.run(async () => 'done')).toBe('done');
});

it('gives a program up that has grown too much, once nobody works with it', async () => {
  const { supervisor, programs, number } = supervised();
  let finish = () => {};
  const working = supervisor.run(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  expect(await number()).toBe(0);
  const [program] = programs;
  if (!program) throw new Error('no program');
  program.size += GROWTH;
  expect(await number()).toBe(0);
  program.size += 64 << 10;
  expect(await number()).toBe(0); // somebody still works with it
  finish();
  await working;
  expect(await number()).toBe(1);
});
