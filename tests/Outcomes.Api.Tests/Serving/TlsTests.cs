using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Serving;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Serving;

/// <summary>TLS with certificates that the tests make; what would go over a network in the clear is refused at the start.</summary>
public sealed class TlsTests : IDisposable
{
    const string Name = "outcomes.example";

    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;

    string File(string name) => Path.Combine(_directory, name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    static X509Certificate2 Certificate(TimeSpan holds)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now - TimeSpan.FromDays(60), now + holds);
    }

    static string Pem(string file, X509Certificate2 certificate)
    {
        System.IO.File.WriteAllText(file, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(Path.ChangeExtension(file, ".key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return file;
    }

    string Pfx(X509Certificate2 certificate, string password)
    {
        System.IO.File.WriteAllBytes(File("c.pfx"), certificate.Export(X509ContentType.Pfx, password));
        return File("c.pfx");
    }

    static Task<RunningHost> Start(CertificateSettings certificate) => RunningHost.Start(settings => settings with { Url = "https://127.0.0.1:0", Hosts = [Name], Certificate = certificate });

    /// <summary>The name leads to this machine; what the certificate says is looked at and nothing else.</summary>
    static HttpClient Client(RunningHost host, Action<X509Certificate2>? seen = null, SslProtocols protocols = SslProtocols.None) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero, UseCookies = false,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, host.Address.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = protocols, RemoteCertificateValidationCallback = (_, certificate, _, _) => { seen?.Invoke((X509Certificate2)certificate!); return true; } },
    }) { BaseAddress = new Uri($"https://{Name}:{host.Address.Port}") };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_tls_browsers_are_told_to_stay_with_it_and_cookies_are_bound_to_the_host(bool pem)
    {
        using var certificate = Certificate(TimeSpan.FromDays(30));
        await using var host = await Start(pem ? new(Pem(File("c.pem"), certificate)) : new(Pfx(certificate, "a password"), Password: "a password"));
        using var client = Client(host);
        using var answer = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, c => Assert.True(c.StartsWith("__Host-", StringComparison.Ordinal) && c.Contains("secure", StringComparison.OrdinalIgnoreCase) && c.Contains("path=/", StringComparison.OrdinalIgnoreCase) && c.Contains("httponly", StringComparison.OrdinalIgnoreCase), c));
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart_and_a_broken_file_changes_nothing()
    {
        using var first = Certificate(TimeSpan.FromDays(30));
        using var second = Certificate(TimeSpan.FromDays(90));
        var file = Pem(File("c.pem"), first);
        await using var host = await Start(new(file));
        async Task<string> Shown()
        {
            var thumbprint = "";
            using var client = Client(host, c => thumbprint = c.Thumbprint);
            using var _ = await client.GetAsync("/sign-in", TestContext.Current.CancellationToken);
            return thumbprint;
        }
        Assert.Equal(first.Thumbprint, await Shown());
        System.IO.File.WriteAllText(file, "-----BEGIN nothing");
        System.IO.File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(first.Thumbprint, await Shown());
        Pem(file, second);
        System.IO.File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(second.Thumbprint, await Shown());
    }

    [Fact]
    public async Task Another_name_is_refused_and_so_is_old_tls()
    {
        using var certificate = Certificate(TimeSpan.FromDays(30));
        await using var host = await Start(new(Pem(File("c.pem"), certificate)));
        using var client = Client(host);
        using var other = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        other.Headers.Host = "elsewhere.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(other, TestContext.Current.CancellationToken)).StatusCode);
#pragma warning disable SYSLIB0039, CA5397 // that it is refused is what is tested
        using var old = Client(host, protocols: SslProtocols.Tls11);
#pragma warning restore SYSLIB0039, CA5397
        await Assert.ThrowsAsync<HttpRequestException>(() => old.GetAsync("/sign-in", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_would_go_over_a_network_in_the_clear_and_what_is_set_by_half_is_refused_in_a_sentence()
    {
        using var expired = Certificate(TimeSpan.FromDays(-1));
        var old = new CertificateSettings(Pem(File("old.pem"), expired));
        foreach (var (settings, says) in new (HostSettings, string)[]
        {
            (new(_directory, "http://0.0.0.0:5080"), "on this machine only"),
            (new(_directory, "http://outcomes.example:80"), "on this machine only"),
            (new(_directory, "ftp://127.0.0.1"), "no address to listen on"),
            (new(_directory, "https://127.0.0.1:0"), "needs a certificate"),
            (new(_directory, "http://127.0.0.1:0") { Certificate = old }, "at an https address only"),
            (new(_directory, "http://127.0.0.1:0") { BehindProxy = true }, "needs --host"),
            (new(_directory, "https://0.0.0.0:0") { Certificate = old }, "Say with --host"),
        })
            Assert.Contains(says, Assert.Throws<InvalidOperationException>(() => OutcomesHost.Build(settings with { RunJobs = false })).Message);
    }

    [Theory]
    [InlineData("expired", "has expired on")]
    [InlineData("missing", "cannot be read")]
    [InlineData("password", "cannot be read")]
    public async Task A_certificate_that_is_no_good_is_refused_at_the_start(string what, string says)
    {
        using var certificate = Certificate(TimeSpan.FromDays(what == "expired" ? -1 : 30));
        var settings = what switch { "missing" => new CertificateSettings(File("none.pem")), "password" => new(Pfx(certificate, "a password"), Password: "another"), _ => new(Pem(File("c.pem"), certificate)) };
        Assert.Contains(says, (await Assert.ThrowsAnyAsync<Exception>(() => Start(settings))).Message);
    }

    [Fact]
    public async Task Behind_a_proxy_what_it_says_is_believed_from_this_machine_for_the_names_that_were_given()
    {
        await using var host = await RunningHost.Start(settings => settings with { BehindProxy = true, Hosts = [Name] });
        using var proxy = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
        async Task<HttpResponseMessage> Ask(string asked, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
            request.Headers.Host = asked;
            foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
            return await proxy.SendAsync(request, TestContext.Current.CancellationToken);
        }
        using var good = await Ask(Name, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.7"));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.All(good.Headers.GetValues("Set-Cookie"), c => Assert.StartsWith("__Host-", c, StringComparison.Ordinal));
        using var clear = await Ask(Name);
        Assert.Equal(HttpStatusCode.BadRequest, clear.StatusCode);
        Assert.Contains("over https only", await clear.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var other = await Ask("elsewhere.example", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", Name));
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }
}
