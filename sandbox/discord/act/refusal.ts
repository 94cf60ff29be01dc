/** What Discord's own client would not let a person do, in a sentence for that person. */
export class ActRefusal extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.name = "ActRefusal";
    this.status = status;
  }
}
