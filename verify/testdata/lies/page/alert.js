// A question that somebody would have to answer.
whenBooted(() => setTimeout(() => alert("Call your manager")));
