using Outcomes.Api.CommandLine;

return await OutcomesCommand.Run(args);
