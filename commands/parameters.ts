import {
  describeGroup,
  describeParameters,
  nameGroups,
  nameParameters,
} from "../src/actions/calls/describe-parameters.ts";
import { parameterChoices, parameterDetails, parameterGroup, parameterList } from "../src/discord/cards/parameters.ts";
import { command } from "../src/discord/command.ts";

/** `/parameters`: what members may vote on, with the values the chain holds now. */
export const parameters = command({
  data: {
    name: "parameters",
    description: "See what members can change, and the values as the chain holds them",
    options: {
      parameter: { type: "string", description: "One parameter, or one group of them, in full", maxLength: 100 },
    },
  },
  audience: "everyone",
  autocomplete: {
    parameter: (app, { typed }) => parameterChoices([...nameGroups(app), ...nameParameters(app)], typed),
  },
  async run(app, { options: { parameter } }) {
    const group = parameter === undefined ? undefined : await describeGroup(app, parameter);
    if (group !== undefined) return parameterGroup(group);
    const views = await describeParameters(app, parameter);
    const [first] = views;
    return parameter !== undefined && first !== undefined ? parameterDetails(first) : parameterList(views);
  },
});
