using System.Net;
using AWSense.Tests.Web.Webhooks;
using AWSense.Web.Outbound;
using CsCheck;

namespace AWSense.Tests.Web;

/// <summary>The guards of addresses that strangers choose.</summary>
public sealed class OutboundTests
{
    private static readonly byte[][] Inside = [[10], [127], [0], [169, 254], [172, 16], [172, 31], [192, 168], [100, 64], [100, 127], [198, 18], [198, 19], [224], [255]];
    private static readonly Gen<byte[]> FourBytes = Gen.Byte.Array[4];

    [Fact]
    public void Public_and_inner_addresses_of_IPv4_are_told_apart() => FourBytes.Sample(bytes =>
        PublicAddresses.Contain(new IPAddress(bytes)) == !IsInside(bytes), iter: 20_000);

    [Fact]
    public void The_first_bytes_that_are_set_aside_are_found_wherever_the_rest_leads() => Gen.Select(
        Gen.Int[0, Inside.Length - 1].Select(place => Inside[place]), FourBytes).Sample(
            (first, rest) => !PublicAddresses.Contain(new IPAddress([.. first, .. rest[first.Length..]])));

    [Fact]
    public void An_address_that_carries_one_of_IPv4_is_what_that_one_is() => FourBytes.Sample(bytes =>
    {
        var plain = new IPAddress(bytes);
        var nat64 = new IPAddress([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, .. bytes]);
        return PublicAddresses.Contain(plain.MapToIPv6()) == PublicAddresses.Contain(plain) && PublicAddresses.Contain(nat64) == PublicAddresses.Contain(plain);
    });

    [Fact]
    public void Of_IPv6_nothing_is_public_outside_the_global_block() => Gen.Byte.Array[16].Sample(bytes =>
        bytes[0] is >= 0x20 and < 0x40 || bytes.AsSpan(0, 12).SequenceEqual((byte[])[0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) || !PublicAddresses.Contain(new IPAddress(bytes)));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("2a00:1450::1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Known_addresses(string address, bool expected) => Assert.Equal(expected, PublicAddresses.Contain(IPAddress.Parse(address)));

    [Fact]
    public async Task The_connection_is_made_to_the_address_that_was_checked()
    {
        await using var receiver = await Receiver.StartAsync();
        var target = new Uri(receiver.Url);
        var looks = 0;
        using var http = Create(["127.0.0.0/8"], (host, _) =>
        {
            Assert.Equal("receiver.example", host);
            return Task.FromResult<IPAddress[]>(++looks == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("10.0.0.1")]);
        });

        using var response = await http.PostAsync(new Uri($"http://receiver.example:{target.Port}/hook"), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(1, looks);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("1.1.1.1", "127.0.0.1")] // one that is allowed doesn't help the other
    [InlineData("127.0.0.1", "1.1.1.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_leads_inside_is_refused_before_anything_is_sent(params string[] addresses)
    {
        await using var receiver = await Receiver.StartAsync();
        using var http = Create([], (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(
            new Uri($"http://receiver.example:{new Uri(receiver.Url).Port}/hook"), null, TestContext.Current.CancellationToken));

        Assert.Equal("The host receiver.example leads to an address that isn't public.", GuardedHttp.Describe(exception));
        Assert.Empty(receiver.Deliveries);
    }

    [Theory]
    [InlineData("http://2130706433/")] // 127.0.0.1 as one number
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    public async Task Odd_spellings_of_the_loopback_are_refused(string url)
    {
        using var http = Create([], Dns.GetHostAddressesAsync);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(url), TestContext.Current.CancellationToken));

        Assert.Contains("isn't public", GuardedHttp.Describe(exception), StringComparison.Ordinal);
    }

    private static HttpClient Create(string[] networks, ResolveHost resolve)
    {
        var rules = new TargetRules { AllowHttp = true, AllowNetworks = [.. networks] };
        return GuardedHttp.Create(rules, TimeSpan.FromSeconds(10), resolve);
    }

    // By the registry's table, in arithmetic of its own.
    private static bool IsInside(byte[] bytes) => bytes switch
    {
        [0 or 10 or 127, ..] or [>= 224, ..] or [169, 254, ..] or [192, 168, ..] or [192, 0, 0 or 2, _] or [192, 88, 99, _] => true,
        [100, var second, ..] => second is >= 64 and < 128,
        [172, var second, ..] => second is >= 16 and < 32,
        [198, var second, var third, _] => second is 18 or 19 || (second == 51 && third == 100),
        [203, 0, 113, _] => true,
        _ => false,
    };
}
